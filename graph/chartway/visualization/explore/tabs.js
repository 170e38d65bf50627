// On a narrow screen the list comes first and the picture waits behind a tab.
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
