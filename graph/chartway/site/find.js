"use strict";
// Finds things by any of their names. It builds nodes of text only, never markup, so no name can become a script.
(() => {
  const MOST = 24; // shown at most
  const SHORTEST = 3; // letters of a word that may be misspelt
  const input = document.getElementById("name");
  const list = document.getElementById("found");
  const count = document.getElementById("count");
  const help = document.getElementById("help");
  const invitation = count.textContent;

  const IDLE = new Set("a an and are as at become for how i in is of on or the to want what with".split(" "));

  // As chartway.names folds them: case, accents, dashes and doubled spaces do not matter; here nor do apostrophes.
  function folded(name) {
    const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss").replace(/['’`]/g, "");
    return plain.replace(/&/g, " and ").replace(/[\s\-–—_,.()/?!"“”]+/g, " ").trim();
  }

  const things = NAMES.map(([address, kind, by, ...names]) => ({ address, kind, by, names, keys: names.map(folded) }));
  for (const thing of things) {
    thing.words = [...new Set([...thing.keys, folded(thing.by), thing.kind].join(" ").split(" "))];
    thing.solid = thing.keys.map((key) => key.replaceAll(" ", ""));
  }

  // The lower the better: the whole name, its beginning, without its spaces and dashes, a word of it, words in any order.
  function rank(thing, key, words) {
    if (thing.keys.includes(key)) return 0;
    if (thing.solid.includes(key.replaceAll(" ", ""))) return 1;
    if (!words.every((word) => thing.words.some((one) => one.startsWith(word)))) return null;
    const said = [key, words.join(" ")]; // with and without the words that tell nothing
    if (thing.keys.some((name) => said.some((one) => name.startsWith(one)))) return 2;
    return thing.keys.some((name) => said.some((one) => ` ${name}`.includes(` ${one}`))) ? 3 : 4;
  }

  // Whether one letter too many, too few, another one, or two that changed places lie between a word and the beginning of
  // another.
  function isAlmost(word, other) {
    let at = 0;
    while (at < word.length && word[at] === other[at]) at += 1;
    const rest = word.slice(at);
    const there = other.slice(at);
    return [rest.slice(1), rest].some((left) => there.startsWith(left) || there.slice(1).startsWith(left))
      || (rest[0] === there[1] && rest[1] === there[0] && there.slice(2).startsWith(rest.slice(2)));
  }

  const letters = (word) => [...word].sort().join("");

  // How far a word is from one of a name: the same, a beginning of it or its letters in another order, a letter apart.
  function distance(word, other) {
    if (other === word) return 0;
    if (other.startsWith(word) || letters(other) === letters(word)) return 1;
    return 2 + Math.abs(other.length - word.length);
  }

  // As rank, of names that are written a little otherwise.
  function nearness(thing, _key, words) {
    let far = 0;
    for (const word of words) {
      const near = thing.words.filter((one) => one.startsWith(word) || (word.length >= SHORTEST && isAlmost(word, one)));
      if (!near.length) return null;
      far += Math.min(...near.map((one) => distance(word, one)));
    }
    return far;
  }

  function ranked(measure, key, words) {
    return things
      .map((thing, place) => ({ thing, place, rank: measure(thing, key, words) }))
      .filter((one) => one.rank !== null)
      .sort((one, other) => one.rank - other.rank || one.place - other.place)
      .map((one) => one.thing);
  }

  /** What is called so, else what is called almost so. */
  function find(key) {
    if (!key) return { found: [], almost: false };
    const said = key.split(" ");
    const telling = said.filter((word) => !IDLE.has(word));
    const words = telling.length ? telling : said;
    const found = ranked(rank, key, words);
    return found.length ? { found, almost: false } : { found: ranked(nearness, key, words), almost: true };
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
    const key = folded(input.value);
    const { found, almost } = find(key);
    list.replaceChildren(...found.slice(0, MOST).map((thing) => entry(thing, key)));
    help.hidden = !key || found.length > 0;
    if (!key) count.textContent = invitation;
    else if (!found.length) count.textContent = "Nothing here is called that";
    else {
      const shown = found.length > MOST ? `${found.length} found, the first ${MOST} shown` : `${found.length} found`;
      count.textContent = almost ? `Nothing is called that; ${shown} with a name almost like it` : shown;
    }
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
