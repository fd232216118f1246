/* Above a story's body: its words and how long they take to read, counted while somebody types. */
(() => {
  "use strict";
  const A_MINUTE = 238; // words of English that adults read silently: Brysbaert 2019, over 190 studies
  const AFTER = 300; // ms

  /** What readers will read of the story: standfirst and body, a paragraph an entry. */
  function texts(form) {
    const found = [];
    const standfirst = form.querySelector("[name=standfirst]");
    if (standfirst) found.push(standfirst.value);
    const body = form.querySelector('[data-contentpath="body"]');
    if (!body) return found;
    for (const part of body.querySelectorAll(".Draftail-Editor [data-block='true'], .ht_master .htCore td")) {
      found.push(part.textContent);
    }
    for (const typed of body.querySelectorAll("textarea, input[type=text]")) {
      if (typed.offsetParent !== null && !typed.closest(".Draftail-Editor, .handsontable")) found.push(typed.value);
    }
    return found;
  }

  function wordsIn(text) {
    return (text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,:/-]*/gu) || []).length;
  }

  function begin() {
    const form = document.getElementById("page-edit-form");
    const body = form && form.querySelector('[data-contentpath="body"]');
    const standfirst = form && form.querySelector("[name=standfirst]");
    if (!body || !standfirst) return;
    const says = standfirst.dataset;
    const shown = document.createElement("p");
    shown.className = "bs-count";
    shown.setAttribute("aria-live", "off"); // every word aloud would be no help; it is read where somebody goes to it
    body.prepend(shown);
    let waiting = 0;
    const look = () => {
      const words = texts(form).reduce((sum, text) => sum + wordsIn(text), 0);
      const minutes = Math.max(1, Math.round(words / A_MINUTE));
      const counted = words === 1 ? says.saysWord : says.saysWords;
      shown.textContent = words
        ? counted.replace("{count}", words.toLocaleString(document.documentElement.lang)).replace("{minutes}", minutes)
        : says.saysNoWords;
    };
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, AFTER);
    };
    form.addEventListener("input", soon);
    // Blocks that are put in, moved and taken out, and whatever an editor of rich text does without an event.
    new MutationObserver(soon).observe(body.querySelector("[data-field-input]"), { childList: true, characterData: true, subtree: true });
    look();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
