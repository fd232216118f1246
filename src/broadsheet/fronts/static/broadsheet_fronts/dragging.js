// Dragging on a front's board: by mouse, and by a finger that rests on a line first, since one that moves at once scrolls.
// Where a line is let go is told as "front-drop"; arranging.js does the rest.
(() => {
  const board = document.querySelector("[data-board-here]");
  if (!board) return;
  const LONG_PRESS = 400; // ms
  const A_TREMBLE = 6; // pixels that are no movement yet
  const EDGE = 90; // pixels from the window's edge at which the page scrolls along

  let line = null; // what is pressed
  let from = null;
  let resting = 0;
  let isDragging = false;

  const begin = () => {
    isDragging = true;
    line.classList.add("front-dragged");
  };
  const unmark = () => board.querySelectorAll(".front-over, .front-before").forEach((each) => each.classList.remove("front-over", "front-before"));
  const end = () => {
    clearTimeout(resting);
    unmark();
    line?.classList.remove("front-dragged");
    line = null;
    isDragging = false;
  };

  const listUnder = (event) => {
    const list = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-drop]");
    return list && (list.dataset.drop === "strips") === "section" in line.dataset ? list : null;
  };
  const indexIn = (list, y) => {
    const lines = [...list.querySelectorAll(".front-line--pinned")].filter((each) => each !== line);
    const below = lines.findIndex((each) => { const box = each.getBoundingClientRect(); return y < box.top + box.height / 2; });
    return { index: below < 0 ? lines.length : below, before: below < 0 ? null : lines[below] };
  };

  const mark = (event) => {
    unmark();
    const list = listUnder(event);
    list?.classList.add("front-over");
    if (list) indexIn(list, event.clientY).before?.classList.add("front-before");
    if (event.clientY < EDGE) scrollBy(0, -EDGE / 4);
    if (event.clientY > innerHeight - EDGE) scrollBy(0, EDGE / 4);
  };

  board.addEventListener("pointerdown", (event) => {
    end();
    const pressed = event.target.closest(".front-line[data-story], .front-line[data-section]");
    if (!pressed || !event.isPrimary || event.button || event.target.closest("button, input, select, label")) return;
    line = pressed;
    from = event;
    if (event.pointerType !== "mouse") resting = setTimeout(begin, LONG_PRESS);
  });
  addEventListener("pointermove", (event) => {
    if (!line) return;
    if (!isDragging && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > A_TREMBLE) {
      if (from.pointerType === "mouse") begin();
      else end();
    }
    if (isDragging) mark(event);
  });
  addEventListener("pointerup", (event) => {
    const list = isDragging && listUnder(event);
    const detail = list && { line, list, index: indexIn(list, event.clientY).index };
    end();
    if (detail) board.dispatchEvent(new CustomEvent("front-drop", { detail }));
  });
  addEventListener("pointercancel", end);
  addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
  // A finger that drags scrolls nothing and opens no menu.
  board.addEventListener("touchmove", (event) => { if (isDragging) event.preventDefault(); }, { passive: false });
  board.addEventListener("contextmenu", (event) => { if (line && from.pointerType !== "mouse") event.preventDefault(); });
})();
