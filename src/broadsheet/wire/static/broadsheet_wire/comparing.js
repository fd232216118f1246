// Keys on pages that compare: n and p walk the differences, a link or button with data-key is pressed by its key.
(() => {
  const page = document.querySelector("[data-comparing]");
  if (!page) return;
  const differences = [...page.querySelectorAll("[data-difference]")];
  let at = -1;

  const go = (step) => {
    if (!differences.length) return;
    differences[at]?.classList.remove("at");
    at = Math.max(0, Math.min(at + step, differences.length - 1));
    const found = differences[at];
    found.classList.add("at");
    found.tabIndex = -1;
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: "center" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable=true]")) return;
    if (event.key === "n") return go(1);
    if (event.key === "p") return go(-1);
    page.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
  });
})();
