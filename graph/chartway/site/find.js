"use strict";
// Finds things by any of their names. It builds nodes of text only, never markup, so no name can become a script.
(() => {
  const MOST = 24; // shown at most
  const input = document.getElementById("name");
  const list = document.getElementById("found");
  const count = document.getElementById("count");
  const invitation = count.textContent;

  // As chartway.names folds them: case, accents, dashes and doubled spaces do not matter.
  function folded(name) {
    return name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[\s\-–—_,.()/]+/g, " ").trim();
  }

  const things = NAMES.map(([address, kind, by, ...names]) => ({ address, kind, by, names, keys: names.map(folded) }));
  for (const thing of things) thing.all = ` ${[...thing.keys, folded(thing.by), thing.kind].join(" ")} `;

  // The lower the better: the whole name, its beginning, a word of it, words in any order; null for none of these.
  function rank(thing, key, words) {
    if (!words.every((word) => thing.all.includes(` ${word}`))) return null;
    if (thing.keys.includes(key)) return 0;
    if (thing.keys.some((name) => name.startsWith(key))) return 1;
    return thing.keys.some((name) => ` ${name}`.includes(` ${key}`)) ? 2 : 3;
  }

  function find(text) {
    const key = folded(text);
    if (!key) return [];
    const words = key.split(" ");
    return things
      .map((thing, place) => ({ thing, place, rank: rank(thing, key, words) }))
      .filter((one) => one.rank !== null)
      .sort((one, other) => one.rank - other.rank || one.place - other.place)
      .map((one) => one.thing);
  }

  function entry(thing, key) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = thing.address;
    const name = document.createElement("b");
    name.textContent = thing.names[0];
    link.append(name);
    // The full name, or the former or other name by which it was found.
    const others = thing.names.slice(1, -1);
    const also = others.find((one) => !thing.keys[0].includes(key) && folded(one).includes(key)) || others[0];
    if (also) link.append(` ${also}`);
    const about = document.createElement("small");
    about.textContent = [thing.kind, thing.by].filter(Boolean).join(" · ");
    link.append(" ", about);
    item.append(link);
    return item;
  }

  function show() {
    const found = find(input.value);
    const key = folded(input.value);
    list.replaceChildren(...found.slice(0, MOST).map((thing) => entry(thing, key)));
    if (!key) count.textContent = invitation;
    else if (!found.length) count.textContent = "Nothing here is called that";
    else if (found.length > MOST) count.textContent = `${found.length} found, the first ${MOST} shown`;
    else count.textContent = `${found.length} found`;
  }

  const links = () => [...list.querySelectorAll("a")];

  input.addEventListener("input", show);
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (links().length) links()[0].click();
  });
  document.querySelector(".search").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && document.activeElement !== input) input.focus();
    if (!step) return;
    const stops = [input, ...links()];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (next) next.focus();
    event.preventDefault();
  });
  show();
})();
