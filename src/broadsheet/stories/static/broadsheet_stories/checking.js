/* What a story still lacks, in the Checks panel, and how many things these are beside the publish button. */
(() => {
  "use strict";
  const AFTER = 1200; // ms without a change
  const ASKED = /^(title|standfirst|source_credit|topics|lead_picture|lead_caption|body-.*|bylines-.*)$/;

  function begin() {
    const form = document.getElementById("page-edit-form");
    const panel = document.querySelector("[data-story-reminders]");
    if (!form || !panel) return;
    const list = panel.querySelector("[data-reminders-list]");
    const toggle = document.querySelector('[data-side-panel-toggle="checks"]');
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary bs-reminders-count";
    button.hidden = true;
    form.querySelector("footer").append(button);

    const isOpen = () => toggle && toggle.getAttribute("aria-expanded") === "true";
    const show = () => {
      if (toggle && !isOpen()) toggle.click();
      requestAnimationFrame(() => panel.querySelector("h2").focus());
    };
    button.addEventListener("click", show);

    let waiting = 0;
    let before = "";
    let asked = 0;
    const look = async () => {
      const fields = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (ASKED.test(name) && typeof value === "string") fields.append(name, value);
      }
      const now = fields.toString();
      if (now === before) return;
      before = now;
      asked += 1;
      const mine = asked;
      const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig;
      const answer = await fetch(panel.dataset.storyReminders, {
        method: "POST",
        body: fields,
        headers: { [CSRF_HEADER_NAME]: CSRF_TOKEN },
      }).catch(() => null);
      if (mine !== asked) return;
      if (!answer || !answer.ok) {
        before = ""; // the next change asks again
        return;
      }
      list.innerHTML = await answer.text();
      const { count, saysCount } = list.firstElementChild.dataset;
      button.hidden = count === "0";
      button.textContent = saysCount;
    };
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, AFTER);
    };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    // Choosers, rows of bylines and rich text change the form without an event of its own; Wagtail notices by itself.
    document.addEventListener("w-unsaved:add", soon);
    document.addEventListener("w-autosave:success", soon);
    // A picture's alt text or credit may have been put right in another tab.
    addEventListener("focus", () => {
      before = "";
      soon();
    });

    list.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-field]");
      if (!link) return;
      const section = document.querySelector(link.getAttribute("href"));
      if (!section) return;
      event.preventDefault();
      const tab = section.closest("[role=tabpanel]");
      if (tab && tab.hidden) document.querySelector(`[role=tab][aria-controls="${tab.id}"]`).click();
      if (isOpen() && matchMedia("(max-width: 50rem)").matches) toggle.click(); // it covers the form there
      const content = section.querySelector(".w-panel__content") || section;
      section.scrollIntoView({ block: "start" });
      const first = [...content.querySelectorAll("input:not([type=hidden]), textarea, [contenteditable=true], button")];
      (first.find((one) => one.offsetParent !== null) || section).focus({ preventScroll: true });
    });
    look();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
