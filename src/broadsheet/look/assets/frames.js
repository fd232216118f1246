// Loads a thing of another site where it stands, once a reader asked for it: one press, one frame, nothing remembered.
// Without this file the page is complete; each such thing has its link.
(() => {
  "use strict";
  const ALLOWED = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation";

  const load = (button) => {
    const address = new URL(button.dataset.frame);
    if (address.protocol !== "https:") return;
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", ALLOWED);
    frame.title = button.dataset.title;
    frame.allow = "fullscreen; encrypted-media; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin"; // players refuse a page that does not say where it is
    frame.src = address.href;
    button.closest(".asking").replaceWith(frame);
    frame.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button[data-frame]");
    if (button) load(button);
  });
})();
