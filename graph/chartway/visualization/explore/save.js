// The picture as a file and on paper: all of it, in the colours of paper.
const MARGIN = 24;
const PAPER = 700; // pixels between the margins of a page
const LEAST_ON_PAPER = 0.35; // a name can be read from this scale on
const MOST_STRIPS = 12;
const LARGEST = 8192; // pixels a browser surely draws in one direction

function paint(ctx, scale, colours) {
  const strong = state.near || state.way;
  ctx.fillStyle = colours.paper;
  ctx.fillRect(extent.left - MARGIN, extent.top - MARGIN, extent.right - extent.left + 2 * MARGIN, extent.bottom - extent.top + 2 * MARGIN);
  drawGround(ctx, colours, strong);
  for (const thing of things) if (isSeen(thing.id)) drawThing(ctx, thing, colours, scale, lookOf(thing));
}

/** A part of it from left to right on a sheet of its own; what is seen smaller than legibly shows names alone. */
function painted(scale, seen, left = extent.left - MARGIN, right = extent.right + MARGIN) {
  const top = extent.top - MARGIN;
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = [Math.ceil((right - left) * scale), Math.ceil((extent.bottom + MARGIN - top) * scale)];
  const ctx = sheet.getContext("2d");
  ctx.scale(scale, scale);
  ctx.translate(-left, -top);
  fitted.clear();
  paint(ctx, seen, onPaper());
  fitted.clear();
  return sheet;
}

function wholePicture() {
  const scale = Math.min(2, LARGEST / (extent.right - extent.left + 2 * MARGIN), LARGEST / (extent.bottom - extent.top + 2 * MARGIN));
  return painted(scale, Math.max(scale, LEGIBLE));
}

/** The picture in strips as wide as the paper, so that its names can be read. */
function strips() {
  const across = extent.right - extent.left + 2 * MARGIN;
  const number = Math.max(1, Math.ceil((across * LEAST_ON_PAPER) / PAPER));
  const wide = across / number;
  const seen = Math.min(1, PAPER / wide);
  const left = (place) => extent.left - MARGIN + place * wide;
  return Array.from({ length: Math.min(number, MOST_STRIPS) }, (_, place) => painted(2 * seen, seen, left(place), left(place + 1)));
}

function save(blob, ending) {
  const address = URL.createObjectURL(blob);
  const anchor = made("a", { href: address, download: `${document.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase() || "chartway"}.${ending}` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

// ---- SVG: the same strokes, as elements
const SVG = "http://www.w3.org/2000/svg";
function drawn(name, attributes, ...content) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

const curve = (points) => `M${points[0].join(" ")}${pieces(points).map((piece) => `${piece.length === 2 ? "L" : "C"}${piece.join(" ")}`).join("")}`;

function arrowElement(one, colours) {
  const stroke = one.strong ? colours.accent : colours.line;
  const tip = `M${head(one.points, headSize(one.strong)).map((corner) => corner.join(" ")).join("L")}Z`;
  const line = drawn("path", { d: curve(one.points), fill: "none", stroke, "stroke-width": one.strong ? (frames.length ? 2.6 : 4) : 1.5, "stroke-dasharray": DASHES[one.strength].join(" ") });
  return drawn("g", {}, line, drawn("path", { d: tip, fill: stroke }));
}

function cardElement(thing, colours) {
  const look = lookOf(thing);
  const kind = thing.role === "junction" ? (look.inPlan ? colours.accent : colours.line) : colours.kind[thing.kind];
  const filled = look.step !== null && look.state !== "held";
  const fill = thing.role === "junction" ? colours.band : filled ? kind : look.state === "held" ? colours.held : colours.paper;
  const group = drawn("g", { transform: `translate(${thing.x} ${thing.y})` }, drawn("title", {}, thing.said));
  if (look.state === "open") group.append(drawn("path", { d: thing.outline, fill: "none", stroke: colours.open, "stroke-width": 9 }));
  group.append(drawn("path", { d: thing.outline, fill, stroke: kind, "stroke-width": thing.goal ? 5 : 2, "stroke-dasharray": look.state === "closed" ? "4 4" : "" }));
  let y = -thing.lines.reduce((sum, [style]) => sum + HEIGHT[style], 0) / 2;
  for (const [style, text] of thing.lines) {
    const ink = filled ? colours["on-kind"] : style === "caption" ? kind : colours.ink;
    const [weight, size] = TYPE[style].split(" ");
    group.append(drawn("text", { x: 0, y: y + HEIGHT[style] * 0.75, fill: ink, "font-size": size, "font-weight": weight, "text-anchor": "middle" }, text));
    y += HEIGHT[style];
  }
  const badge = filled ? String(look.step) : look.state === "held" ? "✓" : look.state === "open" ? "▸" : "";
  if (badge) group.append(...badgeElements(thing, badge, filled ? colours.accent : look.state === "held" ? colours.ink : colours.open, colours));
  return group;
}

function badgeElements(thing, text, fill, colours) {
  const [x, y] = [4 - thing.width / 2, 2 - thing.height / 2];
  const disc = drawn("circle", { cx: x, cy: y, r: 13, fill, stroke: colours.paper, "stroke-width": 2.5 });
  return [disc, drawn("text", { x, y: y + 5, fill: colours.paper, "font-size": "14px", "font-weight": 700, "text-anchor": "middle" }, text)];
}

function frameElement({ x, y, width, height, label, things: within }, colours) {
  const box = drawn("rect", { x, y, width, height, rx: 12, fill: colours.band, stroke: colours.rule });
  return drawn("g", {}, box, drawn("text", { x: x + 12, y: y + 20, fill: colours.ink, "font-size": "16px", "font-weight": 650 }, `${label} · ${within.length}`));
}

function toSvg() {
  const colours = onPaper();
  const box = [extent.left - MARGIN, extent.top - MARGIN, extent.right - extent.left + 2 * MARGIN, extent.bottom - extent.top + 2 * MARGIN];
  const root = drawn("svg", { viewBox: box.join(" "), width: box[2], height: box[3], "font-family": FONT });
  root.append(drawn("title", {}, document.title), drawn("rect", { x: box[0], y: box[1], width: box[2], height: box[3], fill: colours.paper }));
  root.append(...frames.map((frame) => frameElement(frame, colours)));
  root.append(...shown().sort((a, b) => a.strong - b.strong).map((one) => arrowElement(one, colours)));
  root.append(...things.filter((thing) => isSeen(thing.id)).map((thing) => cardElement(thing, colours)));
  return new XMLSerializer().serializeToString(root);
}

document.getElementById("save-png").addEventListener("click", () => wholePicture().toBlob((blob) => save(blob, "png"), "image/png"));
document.getElementById("save-svg").addEventListener("click", () => save(new Blob([toSvg()], { type: "image/svg+xml" }), "svg"));
document.getElementById("print").addEventListener("click", () => print());
addEventListener("beforeprint", () => document.getElementById("printed").replaceChildren(...strips()));
addEventListener("afterprint", () => document.getElementById("printed").replaceChildren());
