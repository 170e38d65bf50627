// What the page shows: things, the arrows between them, and what leads where.
const data = JSON.parse(document.getElementById("network").textContent);
const PLAIN = { role: "achievement", caption: "", when: "", price: "", full: "", issuer: "", status: "", sure: "", means: "", names: [], lines: [], step: null, held: false, goal: false, chosen: false, closed: false };
const idOf = (number) => `thing-${number}`;
const things = data.nodes.map((node, place) => {
  const [outline, width, height] = data.outlines[node.outline];
  const thing = { ...PLAIN, ...node, id: idOf(place + 1), outline, width, height };
  thing.said = saidOf(thing, thing.step);
  return thing;
});
/** What a screen reader says when the thing is chosen in the picture, and what the search looks through. */
function saidOf(thing, step) {
  const numbered = step === null ? "" : `step ${step} of the plan`;
  return [thing.label, thing.full, thing.caption || data.captions[thing.kind], numbered, thing.price, thing.when].filter(Boolean).join(", ");
}
const byId = new Map(things.map((thing) => [thing.id, thing]));
const byMeaning = new Map(things.filter((thing) => thing.means).map((thing) => [thing.means, thing]));
const links = data.edges.map(({ from, to, points, strength, chosen = false }, place) => {
  const [tail, head] = [idOf(from), idOf(to)];
  return { id: `link-${place + 1}`, tail, head, points, strength, chosen };
});
const into = new Map(things.map((thing) => [thing.id, []]));
const outOf = new Map(things.map((thing) => [thing.id, []]));
for (const link of links) {
  into.get(link.head).push(link);
  outOf.get(link.tail).push(link);
}

// A junction is no place to stop: neighbours lie behind it.
function reach(id, arrows, end, found) {
  for (const link of arrows.get(id)) {
    found.links.add(link.id);
    const next = byId.get(link[end]);
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

/** An element with text, never markup, so that no label can become a script. */
function made(name, attributes = {}, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}
