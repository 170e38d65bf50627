// Choosing a thing: with the mouse, a finger, the keyboard, a link or the search.
const panelBox = panel.parentElement;
const articleOf = (id) => document.getElementById(`about-${id}`);
const thingOf = (anchor) => anchor.getAttribute("href").slice("#row-".length);
let openArticle = null;

function choose(id, { focus = false } = {}) {
  state.chosen = id;
  state.near = id ? neighbourhood(id) : null;
  state.way = null;
  panel.classList.toggle("open", Boolean(id));
  panelBox.classList.toggle("reading", Boolean(id));
  openArticle?.classList.remove("open");
  openArticle = id ? articleOf(id) : null;
  openArticle?.classList.add("open");
  for (const link of document.querySelectorAll(".steps a")) link.classList.toggle("open", thingOf(link) === id);
  panel.scrollTop = 0;
  if (id && isTucked(id)) openFrame(frameOf.get(id), true);
  if (id) describe(byId.get(id));
  network.setSize("100%", "100%"); // the panel takes room from the picture, or gives it back
  redraw();
  tellAddress();
  if (!id) return;
  said.textContent = [byId.get(id).said, SAID[standing.get(id)]].filter(Boolean).join(", ");
  if (canvas.clientWidth) bringIntoView(byId.get(id));
  if (focus) openArticle.querySelector("h3").focus({ preventScroll: phone.matches });
}

function leave() {
  const wasInside = panel.contains(document.activeElement);
  choose(null);
  said.textContent = "";
  if (wasInside) (canvas.clientWidth ? canvas : document.getElementById("search")).focus({ preventScroll: true });
}

function thingAt({ x, y }) {
  return things.findLast((thing) => isSeen(thing.id) && Math.abs(x - thing.x) <= thing.width / 2 + 3 && Math.abs(y - thing.y) <= thing.height / 2 + 3);
}

network.on("click", ({ pointer }) => {
  const thing = thingAt(pointer.canvas);
  const frame = frameAt(pointer.canvas);
  if (thing) choose(thing.id);
  else if (frame) openFrames([frame], !frame.opened);
  else leave();
});
canvas.addEventListener("mousemove", (event) => {
  const box = canvas.getBoundingClientRect();
  const at = network.DOMtoCanvas({ x: event.clientX - box.left, y: event.clientY - box.top });
  const thing = thingAt(at);
  canvas.classList.toggle("over", Boolean(thing || frameAt(at)));
});
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#row-"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(thingOf(link), { focus: true });
  if (!phone.matches && link.closest(".twin, .holding")) document.querySelector(".picture").scrollIntoView({ block: "start" });
});
document.getElementById("close").addEventListener("click", leave);
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && state.chosen) leave(); });

// ---- walking with the keyboard
let left = null; // where one comes from, to go back the same way

function beside(thing, direction) {
  const column = things.filter((other) => isSeen(other.id) && Math.abs(other.x - thing.x) < 100).sort((a, b) => a.y - b.y || a.x - b.x);
  return column[column.indexOf(thing) + direction];
}

function along(id, arrows, end) {
  const ways = arrows.get(id).filter((link) => !hidden.has(link[end]));
  const link = ways.find((way) => way[end] === left) || ways.find((way) => plan.links.has(way.id)) || ways[0];
  return link && byId.get(link[end]);
}

const walks = {
  ArrowLeft: (thing) => along(thing.id, into, "tail"),
  ArrowRight: (thing) => along(thing.id, outOf, "head"),
  ArrowUp: (thing) => beside(thing, -1),
  ArrowDown: (thing) => beside(thing, 1),
};
const keys = {
  "+": () => zoom(1.25),
  "=": () => zoom(1.25),
  "-": () => zoom(0.8),
  0: () => showAll(true),
  h: () => state.chosen && mark(byId.get(state.chosen)),
  f: () => state.chosen && fold(byId.get(state.chosen)),
};

canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (keys[event.key]) keys[event.key]();
  else if (walks[event.key]) walk(event.key);
  else if (event.key === "Enter" && state.chosen) choose(state.chosen, { focus: true });
  else return;
  event.preventDefault();
});

function walk(key) {
  const here = byId.get(state.chosen);
  const next = here ? walks[key](here) : things.find((thing) => thing.goal) || things.find((thing) => !hidden.has(thing.id));
  if (!next) return;
  left = state.chosen;
  choose(next.id);
}

// ---- search: by every name a person would use
const field = document.getElementById("search");
const list = document.getElementById("found");
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[\s\-–—_,.()/]+/g, " ");
const searched = things.filter(isCard).map((thing) => ({ thing, name: plain(thing.label), full: plain(thing.full), other: thing.names.map(plain), text: plain([thing.said, ...thing.names, thing.means].join(" ")) }));
const MOST_FOUND = 12;
let hits = [];
let active = -1;

/** The better a name fits, the lower; its own before a further one, the whole before a part. */
function rank({ name, full, other, text }, wanted) {
  const fits = [name === wanted, full === wanted, other.includes(wanted), name.startsWith(wanted), text.split(" ").includes(wanted)];
  return (fits.indexOf(true) + fits.length + 1) % (fits.length + 1);
}

function find() {
  const wanted = plain(field.value).trim();
  const words = wanted.split(" ").filter(Boolean);
  hits = words.length ? searched.filter(({ thing, text }) => !hidden.has(thing.id) && words.every((word) => text.includes(word))) : [];
  hits = hits.map((hit) => [rank(hit, wanted), hit]).sort((a, b) => a[0] - b[0]).slice(0, MOST_FOUND).map(([, hit]) => hit);
  list.replaceChildren(...hits.map((hit, index) => option(hit, index, words)));
  if (words.length && !hits.length) list.append(made("li", { role: "option", "aria-disabled": "true" }, "Nothing in the picture has that name"));
  show(hits.length ? 0 : -1, words.length > 0);
}

function option({ thing }, index, words) {
  const item = made("li", { id: `found-${index}`, role: "option" });
  const rest = thing.said.slice(thing.label.length + 2);
  const seen = plain(thing.said);
  const other = words.every((word) => seen.includes(word)) ? "" : thing.names.find((one) => words.some((word) => plain(one).includes(word) && !seen.includes(word)));
  item.append(thing.label, made("small", {}, [rest, other && `also: ${other}`].filter(Boolean).join(", ")));
  item.addEventListener("mousedown", (event) => { event.preventDefault(); take(index); });
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
