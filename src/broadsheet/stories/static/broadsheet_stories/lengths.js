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

  function judged(place, words) {
    const text = words.join(" ");
    if (place.cut) {
      const letters = [...text];
      if (letters.length <= place.cut) return { isLate: false, says: "whole" };
      const kept = letters.slice(0, place.cut).join("").split(" ").slice(0, -1).slice(-2).join(" ");
      return { isLate: true, says: kept ? `cut after “… ${kept}”` : `cut after ${place.cut} characters` };
    }
    const lines = linesOf(words, place.line);
    const isLate = lines > place.lines;
    const counted = `${lines} ${lines === 1 ? "line" : "lines"}`;
    return { isLate, says: isLate ? `wraps to ${counted}, ${place.lines} look well` : counted };
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
      const says = places.map((place) => ({ place, ...judged(place, words) }));
      const late = says.filter((one) => one.isLate);
      count.textContent = `${length} ${length === 1 ? "character" : "characters"}`;
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
        : length && "Fits everywhere.";
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
