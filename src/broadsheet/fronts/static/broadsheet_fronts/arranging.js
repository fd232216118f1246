// A front's board. What is arranged is one value; each act changes it, and the newsroom draws the board that follows,
// with what fills itself under it. Every act has a button; dragging does the same as "Put into".
(() => {
  const page = document.querySelector("[data-arranging]");
  if (!page) return;
  const form = page.querySelector("form");
  const board = page.querySelector("[data-board-here]");
  const held = form.elements.slots;
  const says = page.querySelector("[data-says]");
  const frame = page.querySelector("[data-frame]");
  const token = form.elements.csrfmiddlewaretoken.value;
  let slots = JSON.parse(held.value);
  let isUnsaved = page.hasAttribute("data-unsaved");
  let turn = 0;
  let isLeaving = false;

  const say = (words) => { says.textContent = words; };

  // --- what is arranged ---

  const placeOf = (story) => {
    for (const name of ["lead", "tier"]) if (slots[name].some((each) => each.story === story)) return name;
    return slots.package?.stories.includes(story) ? "package" : "";
  };

  const take = (story) => {
    const taken = [...slots.lead, ...slots.tier].find((each) => each.story === story);
    for (const name of ["lead", "tier"]) slots[name] = slots[name].filter((each) => each.story !== story);
    if (slots.package) {
      slots.package.stories = slots.package.stories.filter((each) => each !== story);
      if (!slots.package.stories.length) slots.package = null;
    }
    return taken ?? { story, until: null };
  };

  const listOf = (name) => {
    if (name !== "package") return slots[name];
    slots.package ??= { label: "", stories: [] };
    return slots.package.stories;
  };

  const put = (story, name, index = Infinity) => {
    const label = slots.package?.label;
    const entry = take(story);
    if (name === "package" && !slots.package) slots.package = { label: label ?? "", stories: [] };
    // A package hangs under a lead: the one that leads by itself is pinned with it.
    if (name === "package" && !slots.lead.length) {
      const leading = board.querySelector('[data-drop="lead"] [data-story]');
      if (leading && Number(leading.dataset.story) !== story) slots.lead.push({ story: Number(leading.dataset.story), until: null });
    }
    listOf(name).splice(index, 0, name === "package" ? story : entry);
  };

  const swap = (list, from, to) => {
    if (to < 0 || to >= list.length) return;
    const [moved] = list.splice(from, 1);
    list.splice(to, 0, moved);
  };

  const strips = () => {
    slots.strips ??= [...board.querySelectorAll("[data-section]")].map((each) => Number(each.dataset.section));
    return slots.strips;
  };

  // --- drawing ---

  const proof = () => form.requestSubmit(page.querySelector("[data-proof]"));

  const hold = () => {
    held.value = JSON.stringify(slots);
    isUnsaved = true;
    page.querySelector("[data-state-saved]").hidden = true;
    page.querySelector("[data-state-unsaved]").hidden = false;
  };

  const draw = async (focus, words) => {
    hold();
    const mine = ++turn;
    try {
      const answer = await fetch(page.dataset.board, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ slots: held.value }) });
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      if (mine !== turn) return;
      board.innerHTML = html;
    } catch {
      if (mine === turn) say(page.dataset.saysFailed);
      return;
    }
    focusOn(focus);
    if (words) say(words);
    proof();
  };

  // The focus stays on what was moved; where its button can do no more, on the next of its line.
  const focusOn = (wanted) => {
    if (!wanted) return;
    const [selector, act] = wanted;
    const line = board.querySelector(selector) ?? board;
    const button = act && line.querySelector(`[data-act="${act}"]:not([disabled])`);
    (button || line.querySelector("button:not([disabled]), select"))?.focus();
  };

  // --- acts ---

  const choose = (name) => {
    const opener = document.activeElement;
    new window.PageChooserModal(page.dataset.chooser).open({ modelNames: ["broadsheet_stories.storypage"] }, (chosen) => {
      const story = Number(chosen.id);
      if (name === "banner") slots.banner = { text: slots.banner?.text || chosen.title || chosen.adminTitle, until: slots.banner?.until || page.dataset.bannerUntil, story };
      else put(story, name);
      draw(name === "banner" ? [".front-banner"] : [`[data-story="${story}"]`, "up"], page.dataset.saysPut);
      opener?.blur();
    });
  };

  const ofStory = {
    up: (story) => { const list = listOf(placeOf(story)); const at = list.findIndex((each) => (each.story ?? each) === story); swap(list, at, at - 1); return ["up", page.dataset.saysMoved]; },
    down: (story) => { const list = listOf(placeOf(story)); const at = list.findIndex((each) => (each.story ?? each) === story); swap(list, at, at + 1); return ["down", page.dataset.saysMoved]; },
    remove: (story) => { take(story); return ["", page.dataset.saysGone]; },
    pin: (story, line) => { put(story, line.dataset.place); return ["up", page.dataset.saysPut]; },
    to: (story, line, control) => { if (control.value) put(story, control.value); return ["to", page.dataset.saysPut]; },
    until: (story, line, control) => { [...slots.lead, ...slots.tier].find((each) => each.story === story).until = control.value || null; return ["until", ""]; },
  };

  const ofStrip = {
    "strip-up": (section) => { const at = strips().indexOf(section); swap(slots.strips, at, at - 1); },
    "strip-down": (section) => { const at = strips().indexOf(section); swap(slots.strips, at, at + 1); },
    "strip-remove": (section) => { strips(); slots.strips = slots.strips.filter((each) => each !== section); },
  };

  const others = {
    add: (control) => choose(control.dataset.to),
    label: (control) => { slots.package.label = control.value; draw(); },
    "banner-text": (control) => { slots.banner.text = control.value; draw(); },
    "banner-until": (control) => { if (control.value) { slots.banner.until = control.value; draw(); } },
    "banner-off": () => { slots.banner = null; draw(['[aria-labelledby="slot-banner"]']); },
    "strip-add": (control) => { if (control.value) { const section = Number(control.value); strips().push(section); draw([`[data-section="${section}"]`, "strip-up"], page.dataset.saysPut); } },
    "strips-default": () => { slots.strips = null; draw(['[aria-labelledby="slot-strips"]']); },
  };

  const act = (control) => {
    const name = control.dataset.act;
    const line = control.closest(".front-line");
    if (line && name in ofStory) {
      const story = Number(line.dataset.story);
      const [again, words] = ofStory[name](story, line, control);
      draw(name === "remove" ? [`[data-drop="${line.dataset.place}"]`] : [`[data-story="${story}"]`, again], words);
    } else if (line && name in ofStrip) {
      ofStrip[name](Number(line.dataset.section));
      draw([`[data-section="${line.dataset.section}"]`, name], page.dataset.saysMoved);
    } else others[name]?.(control);
  };

  board.addEventListener("click", (event) => {
    const control = event.target.closest("button[data-act]");
    if (control) act(control);
  });
  board.addEventListener("change", (event) => {
    if (event.target.matches("select[data-act], input[data-act]")) act(event.target);
  });
  // What is typed is held at once, so that saving takes it along; the board follows when the field is left.
  board.addEventListener("input", (event) => {
    const name = event.target.dataset.act;
    if (name === "label") slots.package.label = event.target.value;
    else if (name === "banner-text") slots.banner.text = event.target.value;
    else return;
    hold();
  });
  board.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) { event.preventDefault(); event.target.blur(); }
  });

  // --- dragging ---

  let dragged = null;
  const target = (event) => {
    const list = event.target.closest("[data-drop]");
    return dragged && list && (list.dataset.drop === "strips") === "section" in dragged.dataset ? list : null;
  };
  const indexIn = (list, y) => {
    const lines = [...list.querySelectorAll(".front-line--pinned")].filter((each) => each !== dragged);
    const below = lines.findIndex((each) => { const box = each.getBoundingClientRect(); return y < box.top + box.height / 2; });
    return { index: below < 0 ? lines.length : below, before: below < 0 ? null : lines[below] };
  };
  const unmark = () => board.querySelectorAll(".front-over, .front-before").forEach((each) => each.classList.remove("front-over", "front-before"));

  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".front-line");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector(".front-headline").textContent);
    dragged.classList.add("front-dragged");
  });
  board.addEventListener("dragover", (event) => {
    const list = target(event);
    unmark();
    if (!list) return;
    event.preventDefault();
    list.classList.add("front-over");
    indexIn(list, event.clientY).before?.classList.add("front-before");
  });
  board.addEventListener("drop", (event) => {
    const list = target(event);
    if (!list) return;
    event.preventDefault();
    const { index } = indexIn(list, event.clientY);
    if (list.dataset.drop === "strips") {
      const section = Number(dragged.dataset.section);
      slots.strips = strips().filter((each) => each !== section);
      slots.strips.splice(index, 0, section);
      draw([`[data-section="${section}"]`, "strip-up"], page.dataset.saysMoved);
    } else {
      const story = Number(dragged.dataset.story);
      put(story, list.dataset.drop, index);
      draw([`[data-story="${story}"]`, "up"], page.dataset.saysPut);
    }
  });
  board.addEventListener("dragend", () => { unmark(); dragged?.classList.remove("front-dragged"); dragged = null; });

  // --- the proof ---

  const fit = () => {
    const wide = Number(page.querySelector("[name=front-width]:checked").value);
    const inner = frame.querySelector("iframe");
    const scale = Math.min(1, frame.clientWidth / wide);
    inner.style.inlineSize = `${wide}px`;
    inner.style.blockSize = `${frame.clientHeight / scale}px`;
    inner.style.transform = scale < 1 ? `scale(${scale})` : "";
    frame.classList.toggle("front-frame--narrow", scale === 1);
  };
  new ResizeObserver(fit).observe(frame);
  page.querySelector(".front-widths").addEventListener("change", fit);
  // It shows a page, and is none: its links would lead out of the newsroom.
  frame.querySelector("iframe").addEventListener("load", (event) => {
    event.target.contentDocument?.addEventListener("click", (click) => { if (click.target.closest("a")) click.preventDefault(); });
  });

  // --- leaving ---

  form.addEventListener("submit", (event) => { isLeaving = isLeaving || event.submitter?.hasAttribute("data-save"); });
  page.addEventListener("submit", (event) => { if (event.target.hasAttribute("data-leaving")) isLeaving = true; });
  page.addEventListener("click", (event) => { if (event.target.closest("a[data-leaving]")) isLeaving = true; });
  addEventListener("beforeunload", (event) => { if (isUnsaved && !isLeaving) event.preventDefault(); });

  fit();
  proof();
})();
