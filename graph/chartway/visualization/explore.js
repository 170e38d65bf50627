"use strict";
// The picture of a Chartway page. It builds nodes of text only, never markup, so no label can become a script.
(() => {
  const data = JSON.parse(document.getElementById("network").textContent);
  const things = data.nodes.filter((node) => node.role !== "bend");
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  const canvas = document.getElementById("canvas");
  const panel = document.querySelector(".panel");
  const said = document.getElementById("said");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const phone = matchMedia("(max-width: 899px)");
  const AXIS = 30; // pixels the axis covers at the top
  const LEGIBLE = 0.68; // below this scale a card shows its name alone, as large as it fits
  const SMALLEST = 0.28; // below this scale not even that can be read
  const FONT = getComputedStyle(document.documentElement).fontFamily;
  const TYPE = { caption: `600 11px ${FONT}`, name: `700 14px ${FONT}`, long: `650 12px ${FONT}`, full: `400 12px ${FONT}`, detail: `600 12px ${FONT}`, junction: `600 11px ${FONT}` };
  const HEIGHT = { caption: 15, name: 18, long: 15, full: 15, detail: 16, junction: 14 };
  let colour = {};
  let chosen = null; // the thing whose facts are open
  let near = null; // what is drawn at full strength while one is chosen

  // ---- what leads where
  const into = new Map(things.map((thing) => [thing.id, []]));
  const outOf = new Map(things.map((thing) => [thing.id, []]));
  const links = new Map();
  for (const edge of data.edges) {
    if (links.has(edge.link)) continue;
    links.set(edge.link, edge);
    into.get(edge.head).push(edge);
    outOf.get(edge.tail).push(edge);
  }

  // A junction is no place to stop: neighbours lie behind it.
  function reach(id, arrows, end, found) {
    for (const edge of arrows.get(id)) {
      found.links.add(edge.link);
      const next = byId.get(edge[end]);
      if (found.things.has(next.id)) continue;
      found.things.add(next.id);
      if (next.role === "junction") reach(next.id, arrows, end, found);
    }
    return found;
  }

  function neighbourhood(id) {
    const found = { things: new Set([id]), links: new Set() };
    reach(id, into, "tail", found);
    return reach(id, outOf, "head", found);
  }

  // ---- drawing
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(`--${name}`).trim();
    colour = Object.fromEntries(["paper", "band", "ink", "quiet", "rule", "line", "accent", "accent-ink", "held", "on-kind"].map((name) => [name, read(name)]));
    colour.kind = Object.fromEntries([...new Set(things.map((thing) => thing.kind))].map((kind) => [kind, read(`kind-${kind}`)]));
  }

  const paths = new Map(things.map((thing) => [thing.id, new Path2D(thing.outline)]));

  function drawThing(ctx, thing) {
    ctx.save();
    ctx.translate(thing.x, thing.y);
    if (near && !near.things.has(thing.id)) ctx.globalAlpha = 0.35;
    const path = paths.get(thing.id);
    ctx.fillStyle = colour.paper;
    ctx.fill(path);
    if (thing.role === "junction") drawJunction(ctx, thing, path);
    else drawCard(ctx, thing, path);
    ctx.restore();
  }

  function drawCard(ctx, thing, path) {
    const kind = colour.kind[thing.kind];
    if (chosen === thing.id) outlineAround(ctx, path, colour.accent, 13);
    if (thing.goal) { outlineAround(ctx, path, kind, 9); outlineAround(ctx, path, colour.paper, 5); }
    const filled = thing.step !== null;
    ctx.fillStyle = filled ? kind : thing.held ? colour.held : colour.paper;
    ctx.fill(path);
    ctx.strokeStyle = kind;
    ctx.lineWidth = filled || thing.held ? 2.5 : 1.6;
    if (!thing.earnable) ctx.setLineDash([4, 4]);
    ctx.stroke(path);
    ctx.setLineDash([]);
    if (network.getScale() < LEGIBLE) drawName(ctx, thing, filled ? colour["on-kind"] : colour.ink);
    else drawLines(ctx, thing, filled ? colour["on-kind"] : colour.ink, filled ? colour["on-kind"] : kind);
    if (filled) drawBadge(ctx, thing, String(thing.step), colour.accent, colour["accent-ink"]);
    else if (thing.held) drawBadge(ctx, thing, "✓", colour.ink, colour.paper);
  }

  function outlineAround(ctx, path, style, width) {
    ctx.strokeStyle = style;
    ctx.lineWidth = width;
    ctx.lineJoin = "round";
    ctx.stroke(path);
  }

  function drawLines(ctx, thing, ink, captionInk) {
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    const total = thing.lines.reduce((sum, [style]) => sum + HEIGHT[style], 0);
    let y = -total / 2;
    for (const [style, text] of thing.lines) {
      ctx.font = TYPE[style];
      ctx.fillStyle = style === "caption" ? captionInk : ink;
      ctx.fillText(text, 0, y + HEIGHT[style] / 2, thing.width - 18);
      y += HEIGHT[style];
    }
  }

  // The name alone, in the largest type in which its words fit the card.
  const fitted = new Map();
  function drawName(ctx, thing, ink) {
    if (!fitted.has(thing.id)) fitted.set(thing.id, fit(ctx, thing));
    const { size, lines } = fitted.get(thing.id);
    ctx.font = `700 ${size}px ${FONT}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = ink;
    lines.forEach((line, index) => ctx.fillText(line, 0, (index - (lines.length - 1) / 2) * size * 1.15, thing.width - 18));
  }

  function fit(ctx, thing) {
    if (thing.role === "junction") return { size: 20, lines: [thing.lines[0][1].replace(" one of", "").replace("all of", "all").replace(" these", "")] };
    for (let size = 30; size > 14; size -= 1) {
      ctx.font = `700 ${size}px ${FONT}`;
      const lines = broken(ctx, thing.label, thing.width - 16);
      if (lines && lines.length * size * 1.15 < thing.height - 8) return { size, lines };
    }
    return { size: 14, lines: thing.lines.filter(([style]) => style === "name" || style === "long" || thing.role === "words").map(([, text]) => text) };
  }

  function broken(ctx, text, width) {
    const lines = [""];
    for (const word of text.split(/\s+/)) {
      if (ctx.measureText(word).width > width) return null;
      const longer = `${lines[lines.length - 1]} ${word}`.trim();
      if (ctx.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  function drawBadge(ctx, thing, text, fill, ink) {
    const x = -thing.width / 2 + 4;
    const y = -thing.height / 2 + 2;
    ctx.beginPath();
    ctx.arc(x, y, 13, 0, 2 * Math.PI);
    ctx.fillStyle = fill;
    ctx.fill();
    ctx.strokeStyle = colour.paper;
    ctx.lineWidth = 2.5;
    ctx.stroke();
    ctx.font = TYPE.name;
    ctx.fillStyle = ink;
    ctx.fillText(text, x, y + 1);
  }

  function drawJunction(ctx, thing, path) {
    if (chosen === thing.id) outlineAround(ctx, path, colour.accent, 8);
    ctx.fillStyle = colour.band;
    ctx.fill(path);
    ctx.strokeStyle = thing.chosen ? colour.accent : colour.line;
    ctx.lineWidth = thing.chosen ? 2.5 : 1.3;
    ctx.stroke(path);
    if (network.getScale() < LEGIBLE) drawName(ctx, thing, thing.chosen ? colour.accent : colour.ink);
    else drawLines(ctx, thing, thing.chosen ? colour.accent : colour.ink, colour.ink);
  }

  // Every second band of time is shaded from top to bottom.
  const ticks = [...document.querySelectorAll(".axis li")];
  const bands = ticks.map((tick, index) => ({
    tick,
    left: (index ? (Number(ticks[index - 1].dataset.right) + Number(tick.dataset.left)) / 2 : Number(tick.dataset.left) - 40),
    right: (index + 1 < ticks.length ? (Number(tick.dataset.right) + Number(ticks[index + 1].dataset.left)) / 2 : Number(tick.dataset.right) + 40),
  }));

  function drawBands(ctx) {
    ctx.fillStyle = colour.band;
    bands.forEach((band, index) => { if (index % 2) ctx.fillRect(band.left, -1e5, band.right - band.left, 2e5); });
  }

  function placeTicks() {
    for (const { tick, left, right } of bands) {
      const from = tick === ticks[0] ? 0 : Math.max(0, network.canvasToDOM({ x: left, y: 0 }).x);
      const to = tick === ticks[ticks.length - 1] ? canvas.clientWidth : Math.min(canvas.clientWidth, network.canvasToDOM({ x: right, y: 0 }).x);
      tick.style.left = `${from}px`;
      tick.style.width = `${Math.max(0, to - from)}px`;
    }
  }

  // ---- how large: as tall as the picture needs, never more than most of the window
  const extent = {
    left: Math.min(...things.map((thing) => thing.x - thing.width / 2)) - 24,
    right: Math.max(...things.map((thing) => thing.x + thing.width / 2)) + 24,
    top: Math.min(...things.map((thing) => thing.y - thing.height / 2)) - 28,
    bottom: Math.max(...things.map((thing) => thing.y + thing.height / 2)) + 28,
  };

  function resizeStage() {
    const scale = Math.min(1.15, Math.max(canvas.clientWidth / (extent.right - extent.left), phone.matches ? LEGIBLE : SMALLEST));
    const needed = (extent.bottom - extent.top) * scale + AXIS;
    canvas.style.height = `${Math.round(Math.max(300, Math.min(needed, innerHeight * (phone.matches ? 0.5 : 0.7))))}px`;
  }
  resizeStage();

  // ---- the network
  const NO_SIZE = 0.02; // arrows end at bends; vis-network divides by their size
  const renderer = ({ ctx, id }) => ({ drawNode: () => byId.has(id) && drawThing(ctx, byId.get(id)), nodeDimensions: { width: NO_SIZE, height: NO_SIZE } });
  readColours();
  const edges = new vis.DataSet(data.edges.map((edge, index) => ({ ...edge, id: index, color: edgeColour(edge) })));
  const nodes = new vis.DataSet(data.nodes);
  const options = JSON.parse(data.options);
  options.nodes.ctxRenderer = renderer;
  const network = new vis.Network(canvas, { nodes, edges }, options);

  function edgeColour(edge) {
    const opacity = near && !near.links.has(edge.link) ? 0.16 : 1;
    const strong = edge.chosen || (near && near.links.has(edge.link));
    return { color: strong ? colour.accent : colour.line, opacity, inherit: false };
  }

  function recolour() {
    readColours();
    edges.update(edges.get().map((edge) => ({ id: edge.id, color: edgeColour(edge) })));
    network.redraw();
  }

  network.on("beforeDrawing", drawBands);
  network.on("afterDrawing", placeTicks);
  dark.addEventListener("change", recolour);

  // ---- looking: fit, zoom, move
  function wholeScale() {
    const width = canvas.clientWidth / (extent.right - extent.left);
    return Math.min(width, (canvas.clientHeight - AXIS) / (extent.bottom - extent.top), 1.15);
  }

  function look(x, y, scale, moving = true) {
    const animation = moving && !still.matches ? { duration: 250, easingFunction: "easeInOutQuad" } : false;
    network.moveTo({ position: { x, y: y - AXIS / 2 / scale }, scale, animation });
  }

  // The nearest view that wastes no room on what lies beside the picture.
  function lookWithin(x, y, scale, moving) {
    const keep = (value, from, to, half) => (to - from <= 2 * half ? (from + to) / 2 : Math.min(Math.max(value, from + half), to - half));
    const across = keep(x, extent.left, extent.right, canvas.clientWidth / scale / 2);
    look(across, keep(y, extent.top, extent.bottom, (canvas.clientHeight - AXIS) / scale / 2), scale, moving);
  }

  function showAll(moving) {
    look((extent.left + extent.right) / 2, (extent.top + extent.bottom) / 2, wholeScale(), moving);
  }

  function startScale() {
    if (phone.matches) return LEGIBLE;
    return wholeScale() < SMALLEST ? SMALLEST * 1.3 : SMALLEST;
  }

  // All of it if it can be read so; else its right end, the goal, at a size that can be.
  function start() {
    const goal = things.find((thing) => thing.goal) || things[things.length - 1];
    lookWithin(extent.right, goal.y, Math.max(wholeScale(), startScale()), false);
  }

  function zoom(factor) {
    const { x, y } = network.getViewPosition();
    const scale = Math.min(2.5, Math.max(wholeScale() * 0.7, network.getScale() * factor));
    network.moveTo({ position: { x, y }, scale, animation: false });
  }

  function bringIntoView(thing) {
    const at = network.canvasToDOM({ x: thing.x, y: thing.y });
    const margin = 110;
    const seen = at.x > margin && at.x < canvas.clientWidth - margin && at.y > margin && at.y < canvas.clientHeight - margin;
    if (!seen || network.getScale() < SMALLEST) lookWithin(thing.x, thing.y, Math.max(network.getScale(), SMALLEST), true);
  }

  // ---- choosing a thing
  function choose(id, { focus = false } = {}) {
    chosen = id;
    near = id ? neighbourhood(id) : null;
    panel.classList.toggle("open", Boolean(id));
    panel.parentElement.classList.toggle("reading", Boolean(id));
    for (const article of document.querySelectorAll(".thing")) article.classList.toggle("open", article.id === `about-${id}`);
    for (const link of document.querySelectorAll(".steps a")) link.classList.toggle("open", link.dataset.thing === id);
    panel.scrollTop = 0;
    network.setSize("100%", "100%"); // the panel takes room from the picture, or gives it back
    recolour();
    if (!id) return;
    said.textContent = byId.get(id).said;
    bringIntoView(byId.get(id));
    if (focus) document.querySelector(`#about-${CSS.escape(id)} h3`).focus({ preventScroll: phone.matches });
  }

  function leave() {
    const wasInside = panel.contains(document.activeElement);
    choose(null);
    said.textContent = "";
    if (wasInside) canvas.focus({ preventScroll: true });
  }

  function thingAt({ x, y }) {
    return things.find((thing) => Math.abs(x - thing.x) <= thing.width / 2 + 3 && Math.abs(y - thing.y) <= thing.height / 2 + 3);
  }

  network.on("click", ({ pointer }) => {
    const thing = thingAt(pointer.canvas);
    if (thing) choose(thing.id);
    else leave();
  });
  canvas.addEventListener("mousemove", (event) => {
    const box = canvas.getBoundingClientRect();
    const thing = thingAt(network.DOMtoCanvas({ x: event.clientX - box.left, y: event.clientY - box.top }));
    canvas.classList.toggle("over", Boolean(thing));
  });
  // The wheel scrolls the page; with Ctrl, or two fingers on a touchpad, it zooms the picture.
  canvas.addEventListener("wheel", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); }, { capture: true });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-thing]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(link.dataset.thing, { focus: true });
    if (!phone.matches && link.closest(".twin")) document.querySelector(".picture").scrollIntoView({ block: "start" });
  });
  document.getElementById("close").addEventListener("click", leave);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && chosen) leave(); });

  // ---- walking with the keyboard
  let left = null; // where one comes from, to go back the same way

  function beside(thing, direction) {
    const column = things.filter((other) => Math.abs(other.x - thing.x) < 100).sort((a, b) => a.y - b.y || a.x - b.x);
    return column[column.indexOf(thing) + direction];
  }

  function along(id, arrows, end) {
    const ways = arrows.get(id);
    const edge = ways.find((way) => way[end] === left) || ways.find((way) => way.chosen) || ways[0];
    return edge && byId.get(edge[end]);
  }

  const walks = {
    ArrowLeft: (thing) => along(thing.id, into, "tail"),
    ArrowRight: (thing) => along(thing.id, outOf, "head"),
    ArrowUp: (thing) => beside(thing, -1),
    ArrowDown: (thing) => beside(thing, 1),
  };
  const looks = { "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: () => showAll(true) };

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (looks[event.key]) looks[event.key]();
    else if (walks[event.key]) walk(event.key);
    else if (event.key === "Enter" && chosen) choose(chosen, { focus: true });
    else return;
    event.preventDefault();
  });

  function walk(key) {
    const here = byId.get(chosen);
    const next = here ? walks[key](here) : things.find((thing) => thing.goal) || things[0];
    if (!next) return;
    left = chosen;
    choose(next.id);
  }

  document.getElementById("zoom-in").addEventListener("click", () => zoom(1.25));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(0.8));
  document.getElementById("zoom-fit").addEventListener("click", () => showAll(true));

  // ---- search
  const field = document.getElementById("search");
  const list = document.getElementById("found");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const names = things.filter((thing) => thing.role !== "junction").map((thing) => ({ thing, text: plain(thing.said) }));
  let hits = [];
  let active = -1;

  function find() {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    hits = words.length ? names.filter(({ text }) => words.every((word) => text.includes(word))).slice(0, 12) : [];
    list.replaceChildren(...hits.map(option));
    if (words.length && !hits.length) list.append(nothing());
    show(hits.length ? 0 : -1, words.length > 0);
  }

  function option({ thing }, index) {
    const item = document.createElement("li");
    item.id = `found-${index}`;
    item.setAttribute("role", "option");
    const [name, ...rest] = thing.said.split(", ");
    const more = document.createElement("small");
    more.textContent = rest.join(", ");
    item.append(name, more);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(index); });
    return item;
  }

  function nothing() {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.setAttribute("aria-disabled", "true");
    item.textContent = "Nothing in the picture has that name";
    return item;
  }

  function show(index, open) {
    active = index;
    list.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (index >= 0) field.setAttribute("aria-activedescendant", `found-${index}`);
    else field.removeAttribute("aria-activedescendant");
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
    if (index >= 0) list.children[index].scrollIntoView({ block: "nearest" });
  }

  function take(index) {
    const { thing } = hits[index];
    show(-1, false);
    field.value = "";
    choose(thing.id, { focus: true });
  }

  field.addEventListener("input", find);
  field.addEventListener("blur", () => show(-1, false));
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && hits.length) show((active + 1) % hits.length, true);
    else if (event.key === "ArrowUp" && hits.length) show((active + hits.length - 1) % hits.length, true);
    else if (event.key === "Enter" && active >= 0) take(active);
    else if (event.key === "Escape" && !list.hidden) { show(-1, false); event.stopPropagation(); }
    else return;
    event.preventDefault();
  });

  // ---- begin
  let width = canvas.clientWidth;
  addEventListener("resize", () => { if (canvas.clientWidth !== width) { width = canvas.clientWidth; resizeStage(); network.redraw(); start(); } });
  start();
  window.chartway = Object.freeze({ network, choose });
})();
