// How things and arrows look. The same strokes serve the screen, the print and the picture that is saved.
const FONT = getComputedStyle(document.documentElement).fontFamily;
const LEGIBLE = 0.68; // below this scale a card shows its name alone, as large as it fits
const TINY = 0.12; // below this scale a card is a speck of its colour
const TYPE = { caption: `600 11px ${FONT}`, name: `700 14px ${FONT}`, long: `650 12px ${FONT}`, full: `400 12px ${FONT}`, detail: `600 12px ${FONT}`, junction: `600 11px ${FONT}` };
const HEIGHT = { caption: 15, name: 18, long: 15, full: 15, detail: 16, junction: 14 };
const COLOURS = ["paper", "band", "ink", "quiet", "rule", "line", "accent", "accent-ink", "held", "open", "on-kind"];
const KINDS = [...new Set(things.map((thing) => thing.kind))];

function palette(read) {
  const colour = Object.fromEntries(COLOURS.map((name) => [name, read(`--${name}`).trim()]));
  colour.kind = Object.fromEntries(KINDS.map((kind) => [kind, read(`--kind-${kind}`).trim()]));
  return colour;
}

/** The colours on the screen now, and those of paper. */
const onScreen = () => palette((name) => getComputedStyle(document.documentElement).getPropertyValue(name));
const onPaper = () => palette((name) => document.styleSheets[0].cssRules[0].style.getPropertyValue(name));

const outlines = new Map(things.map((thing) => [thing.id, new Path2D(thing.outline)]));

/** A thing at its place; `look` says how it stands: state, faint, marked as chosen, on the way, how much is folded. */
function drawThing(ctx, thing, colour, scale, look) {
  if (scale < TINY) { drawSpeck(ctx, thing, colour, look); return; }
  ctx.save();
  ctx.translate(thing.x, thing.y);
  if (look.faint) ctx.globalAlpha = 0.3;
  const path = outlines.get(thing.id);
  if (look.faint) { ctx.globalAlpha = 1; ctx.fillStyle = colour.paper; ctx.fill(path); ctx.globalAlpha = 0.3; }
  if (thing.role === "junction") drawJunction(ctx, thing, path, colour, scale, look);
  else drawCard(ctx, thing, path, colour, scale, look);
  ctx.restore();
}

function drawSpeck(ctx, thing, colour, look) {
  ctx.globalAlpha = look.faint ? 0.3 : 1;
  ctx.fillStyle = look.chosen ? colour.accent : look.state === "open" ? colour.open : look.state === "held" ? colour.ink : colour.kind[thing.kind];
  ctx.fillRect(thing.x - thing.width / 2, thing.y - thing.height / 2, thing.width, thing.height);
  ctx.globalAlpha = 1;
}

function drawCard(ctx, thing, path, colour, scale, look) {
  const kind = colour.kind[thing.kind];
  if (look.chosen) around(ctx, path, colour.accent, 13);
  else if (look.state === "open") around(ctx, path, colour.open, 9);
  if (thing.goal) { around(ctx, path, kind, 9); around(ctx, path, colour.paper, 5); }
  const held = look.state === "held";
  const filled = look.step !== null && !held;
  ctx.fillStyle = filled ? kind : held ? colour.held : colour.paper;
  ctx.fill(path);
  ctx.strokeStyle = kind;
  ctx.lineWidth = filled || held ? 2.5 : 1.6;
  if (look.state === "closed") ctx.setLineDash([4, 4]);
  ctx.stroke(path);
  ctx.setLineDash([]);
  const ink = filled ? colour["on-kind"] : colour.ink;
  if (scale < LEGIBLE) drawName(ctx, thing, ink);
  else drawLines(ctx, thing, ink, filled ? colour["on-kind"] : kind);
  if (filled) drawBadge(ctx, thing, String(look.step), -1, colour.accent, colour["accent-ink"], colour);
  else if (held) drawBadge(ctx, thing, "✓", -1, colour.ink, colour.paper, colour);
  else if (look.state === "open") drawBadge(ctx, thing, "▸", -1, colour.open, colour.paper, colour);
  if (look.folded) drawBadge(ctx, thing, `+${look.folded}`, 1, colour.quiet, colour.paper, colour);
}

function around(ctx, path, style, width) {
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
    ctx.fillText(text, 0, y + HEIGHT[style] / 2, thing.width - (style === "detail" ? 28 : 18)); // a hexagon is narrow below
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

const LOW = 60; // a card so low has no room for a large badge

/** A round badge on a corner: on the left what it is to you, on the right how much is folded into it. */
function drawBadge(ctx, thing, text, side, fill, ink, colour) {
  const x = side * (thing.width / 2 - 4);
  const y = -thing.height / 2 + 2;
  ctx.beginPath();
  ctx.arc(x, y, thing.height < LOW ? 9 : 13, 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.strokeStyle = colour.paper;
  ctx.lineWidth = 2.5;
  ctx.stroke();
  ctx.font = text.length > 2 || thing.height < LOW ? TYPE.detail : TYPE.name;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y + 1);
}

function drawJunction(ctx, thing, path, colour, scale, look) {
  if (look.chosen) around(ctx, path, colour.accent, 8);
  ctx.fillStyle = colour.band;
  ctx.fill(path);
  ctx.strokeStyle = look.inPlan ? colour.accent : colour.line;
  ctx.lineWidth = look.inPlan ? 2.5 : 1.3;
  ctx.stroke(path);
  if (scale < LEGIBLE) drawName(ctx, thing, look.inPlan ? colour.accent : colour.ink);
  else drawLines(ctx, thing, look.inPlan ? colour.accent : colour.ink, colour.ink);
}

// ---- arrows
const BEND = 0.55; // how far into a gap an arrow keeps its direction
const DASHES = { required: [], recommended: [7, 6], "one of several": [], related: [2, 4] };

const TURN = 14; // how far an arrow that goes straight up or down swings out, for there it turns round

/** The curve of an arrow: level across columns, bent in the gaps between them; the numbers of a line or a curve each. */
function pieces(points) {
  if (data.frames.length) return turned(points);
  let ahead = 1;
  return points.slice(1).map(([xEnd, yEnd], place) => {
    const [x, y] = points[place];
    if (y === yEnd) return [xEnd, yEnd];
    if (x === xEnd) { const out = x + ahead * TURN; ahead = -ahead; return [out, y, out, yEnd, xEnd, yEnd]; }
    const bend = (xEnd - x) * BEND;
    return [x + bend, y, xEnd - bend, yEnd, xEnd, yEnd];
  });
}

const ROUND = 6; // how round the corners of a street are

/** The same along streets: straight pieces with round corners between them. */
function turned(points) {
  const found = [];
  for (let place = 1; place < points.length - 1; place += 1) {
    const [[x, y], [xTurn, yTurn], [xEnd, yEnd]] = points.slice(place - 1, place + 2);
    const before = Math.min(ROUND, Math.hypot(xTurn - x, yTurn - y) / 2);
    const after = Math.min(ROUND, Math.hypot(xEnd - xTurn, yEnd - yTurn) / 2);
    const from = [xTurn - Math.sign(xTurn - x) * before, yTurn - Math.sign(yTurn - y) * before];
    const to = [xTurn + Math.sign(xEnd - xTurn) * after, yTurn + Math.sign(yEnd - yTurn) * after];
    found.push(from, [xTurn, yTurn, xTurn, yTurn, ...to]);
  }
  return [...found, points[points.length - 1]];
}

function trace(path, points) {
  path.moveTo(points[0][0], points[0][1]);
  for (const piece of pieces(points)) {
    if (piece.length === 2) path.lineTo(...piece);
    else path.bezierCurveTo(...piece);
  }
}

/** The three corners of the head of an arrow, which points the way its last piece goes. */
function head(points, size) {
  const [x, y] = points[points.length - 1];
  const back = x - wayOf(points) * size * 1.6;
  return [[x, y], [back, y - size * 0.75], [back, y + size * 0.75]];
}

/** How large a head is; in a street there is little room. */
const headSize = (strong) => (data.frames.length ? 6.5 : strong ? 10 : 7);
const wayOf = (points) => (points[points.length - 1][0] < points[points.length - 2][0] ? -1 : 1);

/** Arrows of one look as one path: a picture of thousands is drawn in a few strokes. */
function bundle(some) {
  const bundles = new Map();
  for (const link of some) {
    const strong = Boolean(link.strong);
    const key = `${link.strength}|${strong}`;
    if (!bundles.has(key)) bundles.set(key, { strength: link.strength, strong, line: new Path2D(), heads: new Path2D() });
    const { line, heads } = bundles.get(key);
    const [x, y] = link.points[link.points.length - 1];
    trace(line, [...link.points.slice(0, -1), [x - wayOf(link.points) * (strong ? 8 : 4), y]]); // the line ends under its head
    const [tip, ...corners] = head(link.points, headSize(strong));
    heads.moveTo(...tip);
    for (const corner of corners) heads.lineTo(...corner);
    heads.closePath();
  }
  return [...bundles.values()].sort((a, b) => a.strong - b.strong);
}

function drawArrows(ctx, bundles, colour, faint) {
  ctx.save();
  for (const { strength, strong, line, heads } of bundles) {
    ctx.globalAlpha = faint && !strong ? 0.16 : 1;
    ctx.strokeStyle = strong ? colour.accent : colour.line;
    ctx.fillStyle = ctx.strokeStyle;
    ctx.lineWidth = strong ? (data.frames.length ? 2.6 : 4) : strength === "one of several" ? 1 : 1.5;
    ctx.setLineDash(DASHES[strength]);
    ctx.stroke(line);
    ctx.setLineDash([]);
    ctx.fill(heads);
  }
  ctx.restore();
}
