// What the page shows: things, the arrows between them, and what leads where.
const data = JSON.parse(document.getElementById("network").textContent);
const things = data.nodes;
const byId = new Map(things.map((thing) => [thing.id, thing]));
const byMeaning = new Map(things.filter((thing) => thing.means).map((thing) => [thing.means, thing]));
const links = data.edges.map((edge) => ({ id: edge.link, tail: edge.from, head: edge.to, points: edge.points, strength: edge.strength, chosen: edge.chosen }));
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
