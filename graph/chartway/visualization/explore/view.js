// The window on the picture: what is drawn in it, how large, and where one looks.
const canvas = document.getElementById("canvas");
const panel = document.querySelector(".panel");
const said = document.getElementById("said");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const phone = matchMedia("(max-width: 899px)");
const ticks = [...document.querySelectorAll(".axis li")];
const AXIS = ticks.length ? 30 : 0; // pixels the axis covers at the top
const READABLE = 0.45; // from this scale on a chosen thing can be read
const SMALLEST = 0.28; // below this scale not even a name can be read
let colour = onScreen();
let bundles = [];

const isSeen = (id) => !hidden.has(id) && !isTucked(id);
const isFaint = (id) => Boolean(state.way ? !state.way.things.has(id) : state.near && !state.near.things.has(id));

/** How a thing looks now. */
function lookOf(thing) {
  const asked = isAsked();
  const now = standing.get(thing.id);
  const first = thing.held ? "held" : thing.closed ? "closed" : "";
  return {
    state: asked && now ? now : first,
    step: stepOf(thing),
    inPlan: plan.things.has(thing.id),
    chosen: state.chosen === thing.id,
    faint: isFaint(thing.id),
    folded: state.folded.has(thing.id) ? countFolded(thing.id) : 0,
  };
}

// ---- every second band of time is shaded from top to bottom
const bands = ticks.map((tick, index) => ({
  tick,
  left: (index ? (Number(ticks[index - 1].dataset.right) + Number(tick.dataset.left)) / 2 : Number(tick.dataset.left) - 40),
  right: (index + 1 < ticks.length ? (Number(tick.dataset.right) + Number(ticks[index + 1].dataset.left)) / 2 : Number(tick.dataset.right) + 40),
}));

function drawBands(ctx, shade = colour.band) {
  ctx.fillStyle = shade;
  bands.forEach((band, index) => { if (index % 2) ctx.fillRect(band.left, -1e5, band.right - band.left, 2e5); });
}

function placeTicks() {
  for (const { tick, left, right } of bands) {
    const from = tick === ticks[0] ? 0 : Math.max(0, network.canvasToDOM({ x: left, y: 0 }).x);
    const to = tick === ticks[ticks.length - 1] ? canvas.clientWidth : Math.min(canvas.clientWidth, network.canvasToDOM({ x: right, y: 0 }).x);
    tick.style.left = `${from}px`;
    tick.style.width = `${Math.max(0, to - from)}px`;
    const label = tick.firstElementChild; // half a time would be a wrong one
    label.style.visibility = label.offsetWidth > to - from ? "hidden" : "";
  }
}

// ---- how large: as tall as the picture needs, never more than most of the window
const boxes = [...things.map(({ x, y, width, height }) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2]), ...frames.map(({ x, y, width, height }) => [x, y, x + width, y + height])];
boxes.push(...links.flatMap(({ points }) => points.map(([x, y]) => [x, y, x, y])));
const least = (side) => boxes.reduce((found, box) => Math.min(found, box[side]), Infinity);
const most = (side) => boxes.reduce((found, box) => Math.max(found, box[side]), -Infinity);
const extent = { left: least(0) - 24, right: most(2) + 24, top: least(1) - 28, bottom: most(3) + 28 };

function resizeStage() {
  const scale = Math.min(1.15, Math.max(canvas.clientWidth / (extent.right - extent.left), phone.matches ? LEGIBLE : SMALLEST));
  const needed = (extent.bottom - extent.top) * scale + AXIS;
  canvas.style.height = `${Math.round(Math.max(300, Math.min(needed, innerHeight * 0.7)))}px`;
}
resizeStage();

// ---- the network: vis-network keeps the view and the things in it; arrows are ours, for thousands of them
const nodeOf = new Map(things.map((thing) => [thing.id, { drawNode: () => {}, nodeDimensions: { width: thing.width, height: thing.height } }]));
const renderer = ({ ctx, id }) => {
  const thing = byId.get(id);
  return { ...nodeOf.get(id), drawNode: () => { if (isSeen(id)) drawThing(ctx, thing, colour, network.getScale(), lookOf(thing)); } };
};
const nodes = new vis.DataSet(things.map(({ id, label, x, y }) => ({ id, label, x, y, shape: "custom" })));
const options = JSON.parse(data.options);
options.nodes.ctxRenderer = renderer;
const network = new vis.Network(canvas, { nodes, edges: [] }, options);
canvas.firstElementChild.tabIndex = -1; // the picture is one stop for the keyboard, not two

// Where there are frames, arrows would cover them: only those of what is chosen are drawn, unless all are asked for.
const shown = () => links.filter((link) => isSeen(link.tail) && isSeen(link.head) && (!frames.length || allArrows.checked || isStrong(link)));
const isStrong = (link) => (state.way ? state.way.things.has(link.tail) && state.way.things.has(link.head) && link.strength !== "related" : plan.links.has(link.id) || Boolean(state.near?.links.has(link.id)));

/** Draw anew after anything changed. */
function redraw() {
  colour = onScreen();
  for (const link of links) link.strong = isStrong(link);
  bundles = bundle(shown());
  network.redraw();
}

/** What lies under the cards: frames, arrows in the streets between cards, and closed frames over those. */
function drawGround(ctx, shades, near) {
  for (const frame of frames) if (frame.opened) drawFrame(ctx, frame, shades);
  drawArrows(ctx, bundles, shades, near);
  for (const frame of frames) if (!frame.opened) drawFrame(ctx, frame, shades);
}

network.on("beforeDrawing", (ctx) => { drawBands(ctx); drawGround(ctx, colour, state.near || state.way); });
network.on("afterDrawing", placeTicks);
dark.addEventListener("change", redraw);

// ---- looking: fit, zoom, move
function wholeScale() {
  const width = canvas.clientWidth / (extent.right - extent.left);
  return Math.min(width, (canvas.clientHeight - AXIS) / (extent.bottom - extent.top), 1.15);
}

/** How much of the picture the facts lie over: on a narrow screen they come up from below. */
const covered = () => (phone.matches && panel.classList.contains("open") ? Math.max(0, canvas.getBoundingClientRect().bottom - panel.getBoundingClientRect().top) : 0);
const roomDown = () => Math.max(80, canvas.clientHeight - AXIS - covered());

function look(x, y, scale, moving = true) {
  const animation = moving && !still.matches ? { duration: 250, easingFunction: "easeInOutQuad" } : false;
  network.moveTo({ position: { x, y: y + (covered() - AXIS) / 2 / scale }, scale, animation });
}

// The nearest view that wastes no room on what lies beside the picture.
function lookWithin(x, y, scale, moving) {
  const keep = (value, from, to, half) => (to - from <= 2 * half ? (from + to) / 2 : Math.min(Math.max(value, from + half), to - half));
  const across = keep(x, extent.left, extent.right, canvas.clientWidth / scale / 2);
  look(across, keep(y, extent.top, extent.bottom, roomDown() / scale / 2), scale, moving);
}

function showAll(moving) {
  look((extent.left + extent.right) / 2, (extent.top + extent.bottom) / 2, wholeScale(), moving);
}

function startScale() {
  if (phone.matches) return LEGIBLE;
  return wholeScale() < SMALLEST ? SMALLEST * 1.3 : SMALLEST;
}

// All of it if it can be read so; else what it is about, at a size that can be: of ways the plan, or their right end.
function begin() {
  const scale = Math.max(wholeScale(), startScale());
  if (frames.length) { lookWithin(0, 0, scale, false); return; }
  const goal = things.find((thing) => thing.goal) || things[0];
  if (data.of !== "ways") { lookWithin(goal.x, goal.y, scale, false); return; }
  const left = Math.min(...things.filter((thing) => thing.goal || plan.steps.has(thing.id)).map(({ x, width }) => x - width / 2)) - 40;
  const fitting = canvas.clientWidth / (extent.right - left);
  lookWithin(extent.right, goal.y, fitting < SMALLEST ? scale : Math.min(scale, fitting), false);
}

function zoom(factor) {
  const { x, y } = network.getViewPosition();
  const scale = Math.min(2.5, Math.max(wholeScale() * 0.7, network.getScale() * factor));
  network.moveTo({ position: { x, y }, scale, animation: false });
}

function bringIntoView(thing) {
  if (covered() > canvas.clientHeight / 2) canvas.scrollIntoView({ block: "start" });
  const at = network.canvasToDOM({ x: thing.x, y: thing.y });
  const margin = Math.min(110, roomDown() / 3);
  const seen = at.x > margin && at.x < canvas.clientWidth - margin && at.y > margin + AXIS && at.y < AXIS + roomDown() - margin;
  if (network.getScale() < READABLE && state.near) lookAround(thing);
  else if (!seen) lookWithin(thing.x, thing.y, network.getScale(), true);
}

// So near that the thing can be read, and as much of what it is linked to as then fits beside it.
function lookAround(thing) {
  const around = [...state.near.things].map((id) => byId.get(id));
  const across = 2 * Math.max(...around.map(({ x, width }) => Math.abs(x - thing.x) + width / 2)) + 80;
  const down = 2 * Math.max(...around.map(({ y, height }) => Math.abs(y - thing.y) + height / 2)) + 80;
  const scale = Math.min(canvas.clientWidth / across, roomDown() / down, 1);
  lookWithin(thing.x, thing.y, Math.max(scale, READABLE), true);
}

// The wheel scrolls the page; with Ctrl, or two fingers on a touchpad, it zooms the picture.
canvas.addEventListener("wheel", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); }, { capture: true });
document.getElementById("zoom-in").addEventListener("click", () => zoom(1.25));
document.getElementById("zoom-out").addEventListener("click", () => zoom(0.8));
document.getElementById("zoom-fit").addEventListener("click", () => showAll(true));

let width = canvas.clientWidth;
addEventListener("resize", () => {
  if (!canvas.clientWidth || canvas.clientWidth === width) return;
  width = canvas.clientWidth;
  resizeStage();
  network.redraw();
  begin();
});
