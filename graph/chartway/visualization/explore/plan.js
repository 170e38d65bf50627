// The plans the page knows, and the one that is shown.
const plans = data.plans;
let plan = shownAs(plans[0]);

function shownAs(from) {
  const steps = new Map((from?.steps || []).map((step, index) => [step.thing, index + 1]));
  return { from, steps, links: new Set(from?.links || []), things: new Set(from?.things || []) };
}

/** Show another plan: its steps in the list, its arrows in the picture. */
function usePlan(one) {
  plan = shownAs(one);
  document.querySelectorAll(".plan").forEach((section, place) => { section.hidden = plans[place] !== one; });
  for (const box of document.querySelectorAll("input[name=plan]")) box.checked = plans[Number(box.value)] === one;
}

for (const box of document.querySelectorAll("input[name=plan]")) {
  box.addEventListener("change", () => { usePlan(plans[Number(box.value)]); redraw(); tellAddress(); });
}
