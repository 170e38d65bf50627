// How each thing stands for the person who looks: held, open, ahead or closed; shown, filtered or folded.
const state = {
  chosen: null, // the thing whose facts are open
  near: null, // what is drawn at full strength while one is chosen
  marked: new Set(), // what the person says they hold, by its id in the graph
  only: { kind: new Set(), issuer: new Set(), status: new Set(), sure: new Set() }, // an empty set lets everything pass
  folded: new Set(), // things that hide what leads to them alone
  way: null, // the things on the way to one from what is held
};
let held = new Set();
let open = new Set();
let ahead = new Set();
let standing = new Map();
let hidden = new Set();
let foldedInto = new Map();

const SAID = { held: "you hold this", open: "open now", ahead: "not yet", closed: "no known way" };

function stand() {
  held = rules.holding(state.marked);
  open = rules.opened(held);
  ahead = rules.reachable(held);
  standing = new Map([...byMeaning].map(([id, thing]) => [thing.id, standingOf(id, thing)]));
}

function standingOf(id, thing) {
  if (thing.kind === "body") return "";
  if (held.has(id)) return "held";
  if (open.has(id)) return "open";
  return ahead.has(id) ? "ahead" : "closed";
}

/** Whether anybody asked what opens: until then a picture of a plan shows the plan. */
const isAsked = () => state.marked.size > 0 || data.of !== "ways";

// ---- what is shown
const ISSUED_BY_NOBODY = "nobody named";
const valueOf = { kind: (thing) => thing.kind, issuer: (thing) => thing.issuer || ISSUED_BY_NOBODY, status: (thing) => thing.status || "current", sure: (thing) => thing.sure };
const isCard = (thing) => thing.role !== "junction";
const passes = (thing) => thing.goal || Object.entries(state.only).every(([what, values]) => !values.size || values.has(valueOf[what](thing)));

/** Hide what does not pass, what is folded, and junctions that would join nothing. */
function sift() {
  hidden = new Set(things.filter((thing) => isCard(thing) && !passes(thing)).map((thing) => thing.id));
  foldedInto = new Map();
  for (const id of state.folded) for (const under of onlyBelow(id)) { hidden.add(under); foldedInto.set(under, id); }
  for (let before = -1; before !== hidden.size;) {
    before = hidden.size;
    for (const thing of things) if (!isCard(thing) && !hidden.has(thing.id) && joinsNothing(thing.id)) hidden.add(thing.id);
  }
}

const isNothing = (id) => !into.get(id).length; // the way in that asks for nothing
const joinsNothing = (id) => (!isNothing(id) && into.get(id).every((link) => hidden.has(link.tail))) || outOf.get(id).every((link) => hidden.has(link.head));

/** What leads to a thing and to nothing else that is shown. */
function onlyBelow(id) {
  const found = new Set();
  const waiting = [id];
  while (waiting.length) for (const { tail } of into.get(waiting.pop())) if (tail !== id && !found.has(tail)) { found.add(tail); waiting.push(tail); }
  const leaving = [...found];
  while (leaving.length) {
    const one = leaving.pop();
    if (!found.has(one) || outOf.get(one).every(({ head }) => head === id || found.has(head))) continue;
    found.delete(one);
    for (const { tail } of into.get(one)) leaving.push(tail);
  }
  return found;
}

const countFolded = (id) => [...foldedInto].filter(([under, top]) => top === id && isCard(byId.get(under))).length;

// ---- the way to a thing from what is held
function wayTo(thing) {
  const way = rules.way(thing.means, held);
  if (!way) return null;
  const passed = new Set(way.passed.map((id) => byMeaning.get(id)?.id).filter(Boolean));
  const on = new Set([thing.id]);
  const waiting = [thing.id];
  while (waiting.length) {
    for (const link of into.get(waiting.pop())) {
      if (on.has(link.tail) || link.strength === "related") continue;
      const next = byId.get(link.tail);
      if (next.role === "junction" ? leadsFrom(next.id, passed) : passed.has(next.id)) {
        on.add(next.id);
        if (!held.has(next.means)) waiting.push(next.id);
      }
    }
  }
  return { steps: way.steps, things: on };
}

const leadsFrom = (id, passed) => isNothing(id) || into.get(id).some(({ tail }) => (byId.get(tail).role === "junction" ? leadsFrom(tail, passed) : passed.has(tail)));
