// A link to what one sees. It enters the address only when one follows it: what a person holds is theirs.
const link = document.getElementById("link");
let begun = false;

function tellAddress() {
  if (!begun) return;
  const parts = new URLSearchParams();
  if (state.chosen && byId.get(state.chosen).means) parts.set("show", byId.get(state.chosen).means);
  for (const id of state.marked) parts.append("held", id);
  for (const [what, values] of Object.entries(state.only)) for (const value of values) parts.append(what, value);
  for (const id of state.folded) if (byId.get(id).means) parts.append("folded", byId.get(id).means);
  for (const frame of frames) if (frame.opened !== frame.atFirst) parts.append(frame.opened ? "open" : "close", frame.label);
  if (plans.indexOf(plan.from) > 0) parts.set("plan", String(plans.indexOf(plan.from)));
  link.href = `#${parts.toString() || "view="}`;
}

/** Show what the address says; an anchor such as #source-3 says nothing of it. */
function readAddress() {
  if (!location.hash.includes("=")) return;
  const parts = new URLSearchParams(location.hash.slice(1));
  for (const what of Object.keys(state.only)) state.only[what] = new Set(parts.getAll(what));
  for (const box of filters) box.checked = state.only[box.name].has(box.value);
  state.folded = new Set(parts.getAll("folded").map((id) => byMeaning.get(id)?.id).filter(Boolean));
  if (plans[Number(parts.get("plan"))]) usePlan(plans[Number(parts.get("plan"))]);
  for (const frame of frames) openFrame(frame, parts.getAll("open").includes(frame.label) || (frame.atFirst && !parts.getAll("close").includes(frame.label)));
  hold(parts.getAll("held"));
  sieve();
  const chosen = byMeaning.get(parts.get("show"));
  choose(chosen && !hidden.has(chosen.id) ? chosen.id : null);
}
addEventListener("hashchange", readAddress);
