// ---- begin
stand();
sayRows();
sieve();
begun = true;
turnTo(tabs[0]);
begin();
readAddress();
tellAddress();
window.chartway = Object.freeze({ network, choose, hold, isSeen, things, links, rules, stands: (id) => standing.get(byMeaning.get(id).id), look: () => bundles });
