// What is shown: filters by kind, body, status and how sure.
const filters = [...document.querySelectorAll(".filters input")];
const shownCount = document.getElementById("shown-count");
const linkRows = [...document.querySelectorAll("#links tbody tr")];

/** Show only what passes, in the picture, the list and the search. */
function sieve() {
  sift();
  for (const [id, row] of rowOf) row.hidden = hidden.has(id);
  for (const row of linkRows) row.hidden = [...row.querySelectorAll("a")].some((anchor) => hidden.has(thingOf(anchor)));
  const cards = things.filter(isCard);
  const visible = cards.filter((thing) => !hidden.has(thing.id)).length;
  shownCount.textContent = visible === cards.length ? "" : `${visible} of ${cards.length} shown`;
  document.getElementById("all").hidden = visible === cards.length;
  sayMine(new Set());
  redraw();
  tellAddress();
}

for (const box of filters) {
  box.addEventListener("change", () => {
    const values = state.only[box.name];
    if (box.checked) values.add(box.value);
    else values.delete(box.value);
    sieve();
    said.textContent = shownCount.textContent || "all shown";
  });
}

function showEverything() {
  for (const values of Object.values(state.only)) values.clear();
  state.folded.clear();
  for (const box of filters) box.checked = false;
  sieve();
}
document.getElementById("all").addEventListener("click", () => { showEverything(); document.querySelector(".filters summary").focus(); });
