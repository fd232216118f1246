/*
 * Lets a story's own saving finish before a button sends the form.
 *
 * Wagtail 8.0.1 saves drafts by itself, half a second after a change, and does not look whether a button was pressed
 * meanwhile (client/src/controllers/AutosaveController.ts). On a new story both requests make the page: the second finds
 * its address taken, and is answered with validation errors. On an old one the later of them is told that it would
 * overwrite something newer. So: what only waits to be sent is called off, since the button sends the same words; what
 * is under way is waited for, and the form then goes where that saving has led it.
 */
(() => {
  "use strict";
  const LONGEST_WAIT = 10000; // ms; a saving that is not answered by then holds nobody up
  const A_TIMERS_HASTE = 50; // ms by which a timer may be early, and our clock late
  const STANDSTILL = 30000; // ms after which a form that led nowhere saves by itself again

  function begin() {
    const form = document.getElementById("page-edit-form");
    if (!form || !form.querySelector("[data-story-form], [name=standfirst]")) return;
    const autosave = () => window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave");
    let waiting = null; // the saving that was announced last
    let announcedAt = 0;
    let isLeaving = false;
    let isReady = false;

    form.addEventListener("w-autosave:save", (event) => {
      waiting = event;
      announcedAt = performance.now();
      // Wagtail reads this when its half second is over, not before: it may still be called off until then.
      if (isLeaving) event.preventDefault();
    });

    const go = (button) => {
      if (button && button.name) {
        // Its own name and value: Wagtail disables a pressed button, and a disabled one posts nothing.
        const pressed = document.createElement("input");
        pressed.type = "hidden";
        pressed.name = button.name;
        pressed.value = button.value;
        form.append(pressed);
        setTimeout(() => pressed.remove(), STANDSTILL);
      }
      isReady = true;
      form.requestSubmit();
      isReady = false;
    };

    form.addEventListener(
      "submit",
      (event) => {
        if (isReady) return;
        if (isLeaving) {
          event.preventDefault(); // pressed twice
          return;
        }
        isLeaving = true;
        setTimeout(() => {
          isLeaving = false;
        }, STANDSTILL);
        if (waiting) waiting.preventDefault();
        const underWay = autosave() && autosave().submitPromise;
        const isCalledOff = performance.now() - announcedAt < Number(form.dataset.wAutosaveIntervalValue) - A_TIMERS_HASTE;
        if (!underWay || isCalledOff) return;
        event.preventDefault();
        event.stopPropagation();
        const button = event.submitter;
        const longest = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT));
        Promise.race([underWay, longest]).then(() => go(button));
      },
      true,
    );
    // The way back to this page from the next finds it as it was left.
    addEventListener("pageshow", () => {
      isLeaving = false;
    });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
