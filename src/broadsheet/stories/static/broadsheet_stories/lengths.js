/* Beside headline and standfirst: how long they are, and what that means in each place where readers meet them. */
(() => {
  "use strict";
  const QUIET_FOR = 900; // ms without a key before a screen reader is told

  function linesOf(words, line) {
    let lines = 0;
    let room = 0;
    for (const word of words) {
      const length = [...word].length;
      if (lines === 0 || length + 1 > room) {
        lines += 1;
        room = line - length;
      } else {
        room -= length + 1;
      }
    }
    return lines;
  }

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function judged(place, words, says) {
    const text = words.join(" ");
    if (place.cut) {
      const letters = [...text];
      if (letters.length <= place.cut) return { isLate: false, says: says.saysWhole };
      const kept = letters.slice(0, place.cut).join("").split(" ").slice(0, -1).slice(-2).join(" ");
      const cut = kept ? says.saysCutAfterWords : says.saysCutAfter;
      return { isLate: true, says: filled(cut, { words: kept, count: place.cut }) };
    }
    const lines = linesOf(words, place.line);
    const isLate = lines > place.lines;
    const told = isLate ? says.saysWraps : lines === 1 ? says.saysLine : says.saysLines;
    return { isLate, says: filled(told, { count: lines, most: place.lines }) };
  }

  function made(tag, className, text = "") {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function guide(input) {
    const places = JSON.parse(input.dataset.lengths);
    const shown = made("div", "bs-guide");
    const count = shown.appendChild(made("p", "bs-guide__count"));
    const list = shown.appendChild(made("ul", "bs-guide__places"));
    const told = shown.appendChild(made("p", "w-sr-only"));
    shown.id = `${input.id}-guide`;
    told.setAttribute("role", "status");
    input.closest("[data-field-input]").after(shown);
    input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") || ""} ${count.id = `${shown.id}-count`}`.trim());

    let waiting = 0;
    let before = "";
    const look = (isFirst) => {
      const words = input.value.split(/\s+/).filter(Boolean);
      const length = [...words.join(" ")].length;
      const says = places.map((place) => ({ place, ...judged(place, words, input.dataset) }));
      const late = says.filter((one) => one.isLate);
      count.textContent = filled(length === 1 ? input.dataset.saysCharacter : input.dataset.saysCharacters, { count: length });
      list.hidden = length === 0;
      list.replaceChildren(
        ...says.map((one) => {
          const item = made("li", one.isLate ? "bs-guide__place bs-guide__place--late" : "bs-guide__place");
          item.append(made("b", "", one.place.name), ` ${one.says}`);
          return item;
        }),
      );
      const summary = late.length
        ? late.map((one) => `${one.place.name}: ${one.says}.`).join(" ")
        : length && input.dataset.saysFits;
      clearTimeout(waiting);
      if (!isFirst && summary !== before) {
        waiting = setTimeout(() => {
          told.textContent = `${count.textContent}. ${summary || ""}`;
        }, QUIET_FOR);
      }
      before = summary;
    };
    input.addEventListener("input", () => look(false));
    look(true);
  }

  function begin() {
    document.querySelectorAll("[data-lengths]").forEach(guide);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
