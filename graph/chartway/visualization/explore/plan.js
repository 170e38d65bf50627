// The plans the page knows, and the one that is shown.
const plans = data.plans;
const choices = [...document.querySelectorAll("input[name=plan]")];
const points = [...document.querySelectorAll(".chart .point")];
const firstSaid = new Map(things.map((thing) => [thing.id, { lines: thing.lines, when: thing.when, price: thing.price }]));
let plan = shownAs(plans[0]);

function shownAs(from) {
  const steps = new Map((from?.steps || []).map((step, index) => [step.thing, index + 1]));
  return { from, steps, ways: new Map((from?.steps || []).map(({ thing, way }) => [thing, way])), links: new Set(from?.links || []), things: new Set(from?.things || []) };
}

const stepOf = (thing) => (plan.steps.has(thing.id) ? plan.steps.get(thing.id) : null);

/** Show another plan: its steps, its arrows and cards in the picture, and the same in the list and in what is told. */
function usePlan(one) {
  plan = shownAs(one);
  const sayings = new Map(one.sayings.map(([id, lines, when, price]) => [id, { lines, when, price }]));
  for (const thing of things) {
    Object.assign(thing, firstSaid.get(thing.id), sayings.get(thing.id));
    thing.said = saidOf(thing, stepOf(thing));
    tellPlanned(thing);
  }
  for (const link of links) link.chosen = plan.links.has(link.id);
  [...document.querySelectorAll("#links tbody tr")].forEach((row, place) => { row.cells[4].textContent = links[place].chosen ? "yes" : "no"; });
  document.querySelectorAll(".plan").forEach((section, place) => { section.hidden = plans[place] !== one; });
  for (const box of choices) box.checked = plans[Number(box.value)] === one;
  points.forEach((point, place) => point.classList.toggle("chosen", plans[place] === one));
}

/** What the list and the facts say of a thing under the plan. */
function tellPlanned(thing) {
  const cells = document.getElementById(`row-${thing.id}`).cells;
  const step = stepOf(thing);
  cells[4].textContent = step !== null ? `step ${step}` : thing.held ? "" : plan.things.has(thing.id) ? "in the plan" : "not in the plan";
  cells[5].textContent = !thing.closed && !thing.held ? thing.when : "";
  cells[6].textContent = thing.price;
  const article = document.getElementById(`about-${thing.id}`);
  const glance = [thing.price, thing.when].filter(Boolean).join(" · ");
  article.querySelector(".at-a-glance")?.replaceChildren(...(step === null ? [] : [made("b", {}, `Step ${step}`), " · "]), glance);
  article.querySelectorAll(".way .taken").forEach((mark, place) => { mark.hidden = plan.ways.get(thing.id) !== place; });
}

function follow(place) {
  usePlan(plans[place]);
  redraw();
  tellAddress();
}

for (const box of choices) box.addEventListener("change", () => follow(Number(box.value)));
points.forEach((point, place) => point.addEventListener("click", () => { choices[place].focus({ preventScroll: true }); follow(place); }));
