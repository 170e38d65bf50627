// "I hold this": what is satisfied, what opens now, what stays locked and why.
const holdButton = document.getElementById("hold");
const wayButton = document.getElementById("way");
const foldButton = document.getElementById("fold");
const verdict = document.getElementById("verdict");
const wayList = document.getElementById("way-steps");
const mine = document.querySelector(".holding");
const rowOf = new Map([...document.querySelectorAll("#things tbody tr")].map((row) => [row.id.slice("row-".length), row]));
const MOST_LISTED = 200;
const isHoldable = (thing) => thing.means !== "" && thing.kind !== "body" && rules.achievements.has(thing.means);

for (const [id, row] of rowOf) {
  if (isHoldable(byId.get(id))) row.cells[0].append(made("input", { type: "checkbox", "aria-label": `I hold ${byId.get(id).label}` }));
}

function mark(thing, on = !state.marked.has(thing.means)) {
  if (!isHoldable(thing)) return;
  if (on) state.marked.add(thing.means);
  else state.marked.delete(thing.means);
  changed(`${thing.label}: ${on ? "you hold it" : "no longer marked"}. ${counts()}`);
}

/** Hold these things and nothing else beside what the page starts with. */
function hold(ids) {
  state.marked = new Set(ids.filter((id) => byMeaning.has(id) && isHoldable(byMeaning.get(id))));
  changed(`${state.marked.size} marked.`);
}

const counts = () => `${byStanding("open").length} open now, ${byStanding("ahead").length} not yet.`;
const byStanding = (word) => things.filter((thing) => standing.get(thing.id) === word && !hidden.has(thing.id));

/** After anything was marked: work out anew how everything stands, and say it everywhere. */
function changed(saying) {
  const before = new Set(standing.size ? byStanding("open") : []);
  stand();
  sayRows();
  sayMine(before);
  if (state.chosen) describe(byId.get(state.chosen));
  redraw();
  tellAddress();
  if (saying) said.textContent = saying.replace(/\. .*/s, `. ${counts()}`);
}

function sayRows() {
  for (const [id, row] of rowOf) {
    const cell = row.querySelector(".stands");
    const now = standing.get(id);
    if (!cell || !now) continue;
    if (cell.textContent !== SAID[now]) cell.textContent = SAID[now];
    const box = row.querySelector("input");
    if (box) box.checked = state.marked.has(byId.get(id).means);
  }
}

const linkTo = (thing) => made("a", { href: `#row-${thing.id}` }, thing.label);

function sayMine(before) {
  const marked = [...state.marked].map((id) => byMeaning.get(id)).filter(Boolean);
  mine.hidden = !marked.length;
  document.getElementById("marked").replaceChildren(...marked.map(chip));
  const isNew = (thing) => before.size > 0 && !before.has(thing);
  const open = byStanding("open").sort((a, b) => isNew(b) - isNew(a)); // what just opened is what one looks for
  document.getElementById("opens").replaceChildren(...open.slice(0, MOST_LISTED).map((thing) => made("li", isNew(thing) ? { class: "new" } : {}, linkTo(thing), ...(thing.label === thing.full ? [] : [made("small", {}, ` ${thing.full}`)]))));
  document.getElementById("opens-title").textContent = open.length ? `Open now: ${open.length}` : "Nothing is open now";
  const locked = [...byStanding("ahead"), ...byStanding("closed")];
  document.getElementById("locked-title").textContent = `Still locked: ${locked.length}, and why`;
  document.getElementById("locked").replaceChildren(...(marked.length ? locked.slice(0, MOST_LISTED).map((thing) => made("li", {}, linkTo(thing), made("small", {}, ` ${lacks(thing)}`))) : []));
}

function chip(thing) {
  const button = made("button", { type: "button", class: "chip", "aria-label": `${thing.label}: I do not hold this` }, thing.label, made("span", { "aria-hidden": "true" }, " ×"));
  button.addEventListener("click", () => { mark(thing, false); (mine.querySelector(".chip") || canvas).focus({ preventScroll: true }); });
  return made("li", {}, button);
}

function lacks(thing) {
  const lacking = rules.why(thing.means, held);
  if (!lacking) return "no way in is known";
  return `needs ${lacking}`;
}

/** What leads to a thing and where it leads, at the end of what is said of it. */
function tellNeighbours(thing) {
  const article = articleOf(thing.id);
  if (article.querySelector(".neighbours")) return;
  for (const [title, arrows, end] of [["Leads here", into, "tail"], ["Leads to", outOf, "head"]]) {
    const items = arrows.get(thing.id).map((one) => made("li", {}, linkTo(byId.get(one[end])), ...(one.strength === "required" ? [] : [made("em", {}, ` ${one.strength}`)])));
    if (items.length) article.append(made("h4", {}, title), made("ul", { class: "neighbours" }, ...items));
  }
}

/** What the open panel says of the thing for this person. */
function describe(thing) {
  tellNeighbours(thing);
  const now = standing.get(thing.id);
  const holdable = isHoldable(thing);
  document.querySelector(".doing").hidden = !isCard(thing);
  holdButton.hidden = !holdable;
  holdButton.setAttribute("aria-pressed", String(state.marked.has(thing.means)));
  wayButton.hidden = !holdable || now === "held" || now === "closed";
  wayButton.setAttribute("aria-pressed", String(Boolean(state.way)));
  foldButton.hidden = !state.folded.has(thing.id) && !onlyBelow(thing.id).size;
  foldButton.textContent = state.folded.has(thing.id) ? "Unfold what leads here" : "Fold what leads here";
  verdict.textContent = holdable && now ? verdictOn(thing, now) : "";
  wayList.replaceChildren(...(state.way ? state.way.steps.map((id) => made("li", {}, byMeaning.has(id) ? linkTo(byMeaning.get(id)) : rules.nameOf(id))) : []));
  wayList.hidden = !state.way;
}

function verdictOn(thing, now) {
  if (now === "held") return state.marked.has(thing.means) ? "You hold this." : "You hold this: it comes with what you hold.";
  if (now === "open") return "Open now: all that one way in asks for is held.";
  return now === "ahead" ? `Not yet: ${lacks(thing)}.` : `No way is known from what is held: ${lacks(thing)}.`;
}

function fold(thing, on = !state.folded.has(thing.id)) {
  if (on && !onlyBelow(thing.id).size) return;
  if (on) state.folded.add(thing.id);
  else state.folded.delete(thing.id);
  sieve();
  describe(thing);
  said.textContent = on ? `${thing.label}: ${countFolded(thing.id)} folded` : `${thing.label}: unfolded`;
}

function showWay(thing) {
  state.way = state.way ? null : wayTo(thing);
  describe(thing);
  redraw();
  if (state.way) said.textContent = `One way: ${state.way.steps.map(rules.nameOf).join(", then ")}`;
}

holdButton.addEventListener("click", () => mark(byId.get(state.chosen)));
wayButton.addEventListener("click", () => showWay(byId.get(state.chosen)));
foldButton.addEventListener("click", () => fold(byId.get(state.chosen)));
document.getElementById("forget").addEventListener("click", () => { state.marked.clear(); changed("Nothing marked."); canvas.focus({ preventScroll: true }); });
document.getElementById("things").addEventListener("change", (event) => mark(byId.get(event.target.closest("tr").id.slice("row-".length)), event.target.checked));
