// What opens when more is held: the rules of the requirement graph, evaluated here, offline.
// A requirement is an id, {all}, {any}, {atLeast, of} or {prose}; "prose" is never known to be met.
const rules = (() => {
  const achievements = new Map(data.rules.achievements.map((one) => [one.id, one]));
  const start = new Set(data.rules.start);
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
    for (const id of marked) for (const one of [id, ...(data.rules.follows[id] || [])]) held.add(one);
    return closure(held);
  }

  function isMet(requirement, held) {
    if (typeof requirement === "string") return held.has(requirement);
    if (requirement.all) return requirement.all.every((part) => isMet(part, held));
    if (requirement.any) return requirement.any.some((part) => isMet(part, held));
    if (requirement.of) return requirement.of.filter((part) => isMet(part, held)).length >= requirement.atLeast;
    return false;
  }

  const isOpen = (id, held) => !held.has(id) && (achievements.get(id)?.routes || []).some((route) => isMet(route, held));

  /** Everything that can be held one day: nothing supports itself, for each round rests on the one before. */
  function reachable(held) {
    const found = new Set(held);
    let waiting = [...achievements.keys()].filter((id) => !found.has(id));
    let before = -1;
    while (found.size !== before) {
      before = found.size;
      for (const id of waiting.filter((one) => isOpen(one, found))) for (const more of closure([id])) found.add(more);
      waiting = waiting.filter((id) => !found.has(id));
    }
    return found;
  }

  const nameOf = (id) => achievements.get(id)?.name || id;

  function parts(requirement) {
    return requirement.all || requirement.any || requirement.of || [];
  }

  const MOST_NAMED = 4;
  const some = (words) => (words.length <= MOST_NAMED + 1 ? words.join(", ") : `${words.slice(0, MOST_NAMED).join(", ")} or ${words.length - MOST_NAMED} others`);

  /** What is unmet in a requirement, in words; "" if it is met. */
  function missing(requirement, held, inner = false) {
    if (isMet(requirement, held)) return "";
    if (typeof requirement === "string") return nameOf(requirement);
    if (requirement.prose !== undefined) return `“${requirement.prose}” (known in words only)`;
    const near = requirement.all ? parts(requirement) : [...parts(requirement)].sort((a, b) => distance(a, held) - distance(b, held));
    const lacking = near.map((part) => missing(part, held, true)).filter(Boolean);
    if (requirement.all) return inner && lacking.length > 1 ? `(${lacking.join(" and ")})` : lacking.join(" and ");
    if (!lacking.length) return "what nothing is known to meet";
    const more = requirement.any ? 1 : requirement.atLeast - requirement.of.filter((part) => isMet(part, held)).length;
    return `${requirement.any ? "any one" : `${more} more`} of ${some(lacking)}`;
  }

  /** How far a requirement is from being met: words only are farthest. */
  function distance(requirement, held) {
    if (isMet(requirement, held)) return 0;
    if (typeof requirement === "string") return 1;
    if (requirement.prose !== undefined) return 1000;
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
    if (requirement.prose !== undefined) return Infinity;
    const inner = parts(requirement).map((part) => worth(part, costs));
    if (requirement.all) return inner.reduce((sum, one) => sum + one, 0);
    inner.sort((a, b) => a - b);
    const needed = requirement.any ? 1 : requirement.atLeast;
    return needed > inner.length ? Infinity : inner.slice(0, needed).reduce((sum, one) => sum + one, 0);
  }

  function settle(held) {
    const costs = new Map([...held].map((id) => [id, 0]));
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
      const { requirement, step } = by.get(id);
      leaves(requirement, costs).forEach(visit);
      if (step) steps.push(id);
    };
    visit(goal);
    return { steps, passed: [...seen].filter((id) => by.has(id) || held.has(id)) };
  }

  return { achievements, start, holding, isOpen, reachable, why, way, nameOf };
})();
