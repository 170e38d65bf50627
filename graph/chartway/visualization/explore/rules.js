// What opens when more is held: the rules of the requirement graph, evaluated here, offline.
// A requirement is an id, {id, timing} for a co-requisite, {all}, {any}, {atLeast, of}, {sum, amounts, atLeast, unit}
// or {prose}, which is never known to be met.
const rules = (() => {
  const achievements = new Map(data.rules.achievements.map((one) => [one.id, one]));
  const start = new Set(data.rules.start);
  const follows = new Map(data.rules.follows.flatMap(([more, ids]) => ids.map((id) => [id, more])));
  const givers = new Map();
  for (const one of achievements.values()) {
    for (const implied of one.implies || []) givers.set(implied, [...(givers.get(implied) || []), one.id]);
  }

  /** What is held with all that it implies. */
  function closure(held) {
    const found = new Set(held);
    const waiting = [...found];
    while (waiting.length) {
      for (const implied of achievements.get(waiting.pop())?.implies || []) {
        if (!found.has(implied)) { found.add(implied); waiting.push(implied); }
      }
    }
    return found;
  }

  /** What somebody holds who starts as the page does and has marked these things. */
  function holding(marked) {
    const held = new Set(start);
    for (const id of marked) for (const one of [id, ...(follows.get(id) || [])]) held.add(one);
    return closure(held);
  }

  /** Whether it is met by what is held; `joint` is what counts as a co-requisite. */
  function isMet(requirement, held, joint = held) {
    if (typeof requirement === "string") return held.has(requirement);
    const met = (part) => isMet(part, held, joint);
    if (requirement.timing) return joint.has(requirement.id);
    if (requirement.all) return requirement.all.every(met);
    if (requirement.any) return requirement.any.some(met);
    if (requirement.of) return requirement.of.filter(met).length >= requirement.atLeast;
    if (requirement.sum) return requirement.sum.reduce((sum, part, place) => sum + (met(part) ? requirement.amounts[place] : 0), 0) >= requirement.atLeast;
    return false;
  }

  const parts = (requirement) => requirement.all || requirement.any || requirement.of || requirement.sum || [];
  const isTimed = (requirement) => typeof requirement !== "string" && (Boolean(requirement.timing) || parts(requirement).some(isTimed));
  const timed = new Set([...achievements.values()].flatMap((one) => one.routes).filter(isTimed));

  /** What is not held and can be begun now; co-requisites open one another. */
  function opened(held, among = achievements.keys()) {
    let found = [...among].filter((id) => !held.has(id) && achievements.get(id).routes.length);
    for (;;) {
      const least = found.filter((id) => achievements.get(id).routes.some((route) => isMet(route, held, timed.has(route) ? jointly(held, found, id) : held)));
      if (!timed.size || least.length === found.length) return new Set(least);
      found = least;
    }
  }

  const jointly = (held, found, id) => new Set([...held, ...closure(found.filter((one) => one !== id))]);

  /** Everything that can be held one day: nothing supports itself, for each round rests on the one before. */
  function reachable(held) {
    const found = new Set(held);
    for (let before = -1; found.size !== before;) {
      before = found.size;
      for (const id of opened(found)) for (const more of closure([id])) found.add(more);
    }
    return found;
  }

  const nameOf = (id) => achievements.get(id)?.name || id;

  const MOST_NAMED = 4;
  const some = (words) => (words.length <= MOST_NAMED + 1 ? words.join(", ") : `${words.slice(0, MOST_NAMED).join(", ")} or ${words.length - MOST_NAMED} others`);

  /** What is unmet in a requirement, in words; "" if it is met. */
  function missing(requirement, held, inner = false) {
    if (isMet(requirement, held)) return "";
    if (typeof requirement === "string") return nameOf(requirement);
    if (requirement.timing) return `${nameOf(requirement.id)} (at the same time)`;
    if (requirement.prose !== undefined) return `“${requirement.prose}” (known in words only)`;
    const near = requirement.all ? parts(requirement) : [...parts(requirement)].sort((a, b) => distance(a, held) - distance(b, held));
    const lacking = near.map((part) => missing(part, held, true)).filter(Boolean);
    if (requirement.all) return inner && lacking.length > 1 ? `(${lacking.join(" and ")})` : lacking.join(" and ");
    if (!lacking.length) return "what nothing is known to meet";
    if (requirement.sum) return `${lackingAmount(requirement, held)} more ${requirement.unit} of ${some(lacking)}`;
    const more = requirement.any ? 1 : requirement.atLeast - requirement.of.filter((part) => isMet(part, held)).length;
    return `${requirement.any ? "any one" : `${more} more`} of ${some(lacking)}`;
  }

  function lackingAmount({ sum, amounts, atLeast }, held) {
    return (atLeast - sum.reduce((total, part, place) => total + (isMet(part, held) ? amounts[place] : 0), 0)) / 1000;
  }

  /** Of the parts of a sum, the fewest that come to it, by what each is worth. */
  function fewest({ sum, amounts, atLeast }, worthOf) {
    const sorted = sum.map((part, place) => ({ part, amount: amounts[place], worth: worthOf(part) })).sort((a, b) => a.worth / a.amount - b.worth / b.amount);
    let total = 0;
    const taken = sorted.filter(({ amount }) => { const short = total < atLeast; total += short ? amount : 0; return short; });
    return total < atLeast ? null : taken;
  }

  /** How far a requirement is from being met: words only are farthest. */
  function distance(requirement, held) {
    if (isMet(requirement, held)) return 0;
    if (typeof requirement === "string" || requirement.timing) return 1;
    if (requirement.prose !== undefined) return 1000;
    if (requirement.sum) return (fewest(requirement, (part) => distance(part, held)) || [{ worth: 1000 }]).reduce((sum, { worth }) => sum + worth, 0);
    const far = parts(requirement).map((part) => distance(part, held)).sort((a, b) => a - b);
    if (requirement.all) return far.reduce((sum, one) => sum + one, 0);
    if (requirement.any) return far[0] ?? 1000;
    return far.slice(0, requirement.atLeast).reduce((sum, one) => sum + one, 0);
  }

  /** Why it is locked: what the nearest way in still needs. */
  function why(id, held) {
    const routes = [...(achievements.get(id)?.routes || [])].sort((a, b) => distance(a, held) - distance(b, held));
    return routes.length ? missing(routes[0], held) : "";
  }

  // ---- a way: the least weeks, added up over what each step needs, which counts shared steps more than once
  function worth(requirement, costs) {
    if (typeof requirement === "string") return costs.get(requirement) ?? Infinity;
    if (requirement.timing) return costs.get(requirement.id) ?? (costs.possible.has(requirement.id) ? 0 : Infinity);
    if (requirement.prose !== undefined) return Infinity;
    if (requirement.sum) return (fewest(requirement, (part) => worth(part, costs)) || [{ worth: Infinity }]).reduce((sum, one) => sum + one.worth, 0);
    const inner = parts(requirement).map((part) => worth(part, costs));
    if (requirement.all) return inner.reduce((sum, one) => sum + one, 0);
    inner.sort((a, b) => a - b);
    const needed = requirement.any ? 1 : requirement.atLeast;
    return needed > inner.length ? Infinity : inner.slice(0, needed).reduce((sum, one) => sum + one, 0);
  }

  function settle(held) {
    const costs = Object.assign(new Map([...held].map((id) => [id, 0])), { possible: reachable(held) });
    const by = new Map();
    for (let changed = true; changed;) {
      changed = false;
      for (const { id, routes, weeks } of achievements.values()) {
        const options = [...(givers.get(id) || []).map((giver) => [giver, 0]), ...routes.map((route, place) => [route, 1 + (weeks?.[place] || 0)])];
        for (const [requirement, step] of options) {
          const cost = worth(requirement, costs) + step;
          if (cost < (costs.get(id) ?? Infinity)) { costs.set(id, cost); by.set(id, { requirement, step }); changed = true; }
        }
      }
    }
    return { costs, by };
  }

  function leaves(requirement, costs) {
    if (typeof requirement === "string") return [requirement];
    if (requirement.timing) return [requirement.id];
    if (requirement.sum) return fewest(requirement, (part) => worth(part, costs)).flatMap(({ part }) => leaves(part, costs));
    if (requirement.all) return requirement.all.flatMap((part) => leaves(part, costs));
    const sorted = [...parts(requirement)].sort((a, b) => worth(a, costs) - worth(b, costs));
    return sorted.slice(0, requirement.any ? 1 : requirement.atLeast).flatMap((part) => leaves(part, costs));
  }

  /** One way to a thing from what is held, in an order that can be carried out; null if there is none. */
  function way(goal, held) {
    const { costs, by } = settle(held);
    if (!costs.has(goal)) return null;
    const steps = [];
    const seen = new Set(held);
    const visit = (id) => {
      if (seen.has(id)) return;
      seen.add(id);
      const { requirement, step } = by.get(id) || { requirement: { all: [] }, step: 0 };
      leaves(requirement, costs).forEach(visit);
      if (step) steps.push(id);
    };
    visit(goal);
    return { steps, passed: [...seen].filter((id) => by.has(id) || held.has(id)) };
  }

  return { achievements, start, holding, opened, reachable, why, way, nameOf };
})();
