// Escape closes one of Wagtail's menus and would leave the focus nowhere; it returns to the button that opened it.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.activeElement?.closest("[data-tippy-root]")?._tippy?.reference.focus();
}, true);
