// On a narrow screen the list comes first and the picture waits behind a tab.
// The list is a table that a narrow screen shows as blocks, which would take its meaning away.
const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", "thead th": "columnheader", "tbody th": "rowheader" };
for (const [tag, role] of Object.entries(ROLES)) for (const one of document.querySelectorAll(tag === "table" ? "#things" : `#things ${tag}`)) one.setAttribute("role", role);

// There the list comes first, too, before what else there is to know.
if (phone.matches) document.querySelector(".more-to-know")?.removeAttribute("open");

const tabs = [...document.querySelectorAll("[role=tab]")];

function turnTo(tab) {
  for (const one of tabs) {
    const on = one === tab;
    one.setAttribute("aria-selected", String(on));
    one.tabIndex = on ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).classList.toggle("behind", !on);
  }
  network.setSize("100%", "100%");
  if (canvas.clientWidth) { resizeStage(); network.setSize("100%", "100%"); redraw(); if (state.chosen) bringIntoView(byId.get(state.chosen)); else begin(); }
}

for (const tab of tabs) {
  tab.addEventListener("click", () => turnTo(tab));
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const other = tabs[1 - tabs.indexOf(tab)];
    turnTo(other);
    other.focus();
  });
}
