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
  const trouble = page.querySelector("[data-trouble]");
  let slots = JSON.parse(held.value);
  let isUnsaved = page.hasAttribute("data-unsaved");
  let turn = 0;
  let late = null; // a board that came while somebody was writing
  let isSignedOut = false;
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

  // --- keeping what is not saved, for who is signed out or loses the page ---

  const drawer = `broadsheet-front:${page.dataset.person}:${location.pathname}`;
  const basedOn = Number(form.elements.based_on.value);

  const keep = () => {
    try { sessionStorage.setItem(drawer, JSON.stringify({ slots, basedOn })); } catch { /* no room, or not allowed */ }
  };

  const kept = () => {
    try { return JSON.parse(sessionStorage.getItem(drawer)); } catch { return null; }
  };

  const forget = () => {
    try { sessionStorage.removeItem(drawer); } catch { /* not allowed: there is nothing */ }
  };

  // Where this person's own arrangement is in force by now, it is what was kept.
  const offer = () => {
    const found = kept();
    const notice = page.querySelector("[data-kept]");
    if (!found || isUnsaved) return;
    if (found.basedOn !== basedOn && page.hasAttribute("data-mine")) { forget(); return; }
    notice.hidden = false;
    notice.addEventListener("click", (event) => {
      const answer = event.target.closest("[data-keep]")?.dataset.keep;
      if (!answer) return;
      notice.hidden = true;
      if (answer === "no") { forget(); return; }
      slots = found.slots;
      draw(['[aria-labelledby="slot-banner"]']);
    });
  };

  // --- drawing ---

  const proof = () => form.requestSubmit(page.querySelector("[data-proof]"));

  const hold = () => {
    held.value = JSON.stringify(slots);
    keep();
    isUnsaved = true;
    page.querySelector("[data-state-saved]").hidden = true;
    page.querySelector("[data-state-unsaved]").hidden = false;
  };

  const ask = () => fetch(page.dataset.board, {
    method: "POST",
    redirect: "manual", // to the sign-in
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    body: new URLSearchParams({ slots: held.value }),
  });

  // Who signed in again has another token: the page, asked once more, tells it. False where nobody is signed in.
  const renew = async () => {
    const answer = await fetch(location.href, { redirect: "manual" });
    if (!answer.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    form.elements.csrfmiddlewaretoken.value = fresh.querySelector("#front-form [name=csrfmiddlewaretoken]").value;
    return true;
  };

  const isRefused = (answer) => answer.type === "opaqueredirect" || answer.status === 403;

  const warn = (words) => {
    trouble.textContent = words;
    trouble.hidden = !words;
  };

  const draw = async (focus, words) => {
    hold();
    const mine = ++turn;
    late = null;
    let html = "";
    try {
      let answer = await ask();
      if (isRefused(answer) && (await renew())) answer = await ask();
      if (mine !== turn) return;
      isSignedOut = isRefused(answer);
      if (!answer.ok) throw new Error(answer.status);
      html = await answer.text();
    } catch {
      if (mine === turn) warn(isSignedOut ? page.dataset.saysSignedOut : page.dataset.saysFailed);
      return;
    }
    if (mine !== turn) return;
    warn("");
    // What is being written would be lost: the board follows when the field is left.
    if (!focus && isWriting()) late = html;
    else show(html, focus);
    if (words) say(words);
    proof();
  };

  const isWriting = () => board.contains(document.activeElement) && document.activeElement.matches("input");

  const show = (html, focus) => {
    const wanted = focus ?? placeOfFocus();
    board.innerHTML = html;
    focusOn(wanted);
  };

  const placeOfFocus = () => {
    const control = document.activeElement;
    if (!board.contains(control)) return null;
    const { story, section } = control.closest(".front-line")?.dataset ?? {};
    const line = story ? `[data-story="${story}"]` : section ? `[data-section="${section}"]` : `[aria-labelledby="${control.closest("section")?.getAttribute("aria-labelledby")}"]`;
    return [line, control.dataset.act];
  };

  // The focus stays on what was moved; where its button can do no more, on the next of its line or of its place.
  const focusOn = (wanted) => {
    if (!wanted) return;
    const [selector, act] = wanted;
    const line = board.querySelector(selector) ?? board;
    const control = act && line.querySelector(`[data-act="${act}"]:not([disabled])`);
    const next = (within) => within?.querySelector("button:not([disabled]), select");
    (control || next(line) || next(line.closest("section")))?.focus();
  };

  // --- acts ---

  const choose = (name) => {
    const opener = document.activeElement;
    new window.PageChooserModal(page.dataset.chooser).open({ modelNames: ["broadsheet_stories.storypage"] }, (chosen) => {
      const story = Number(chosen.id);
      if (name === "banner") slots.banner = { text: slots.banner?.text || chosen.title || chosen.adminTitle, until: slots.banner?.until || page.dataset.bannerUntil, story };
      else put(story, name);
      draw(name === "banner" ? [".front-banner", "banner-text"] : [`[data-story="${story}"]`, "up"], page.dataset.saysPut);
      opener?.blur();
    });
  };

  const ofStory = {
    up: (story) => { const list = listOf(placeOf(story)); const at = list.findIndex((each) => (each.story ?? each) === story); swap(list, at, at - 1); return ["up", page.dataset.saysMoved]; },
    down: (story) => { const list = listOf(placeOf(story)); const at = list.findIndex((each) => (each.story ?? each) === story); swap(list, at, at + 1); return ["down", page.dataset.saysMoved]; },
    remove: (story) => { take(story); return ["", page.dataset.saysGone]; },
    pin: (story, line) => { put(story, line.dataset.place); return ["up", page.dataset.saysPut]; },
    to: (story, line, control) => { if (control.value) put(story, control.value); return ["to", page.dataset.saysPut]; },
  };

  const ofStrip = {
    "strip-up": (section) => { const at = strips().indexOf(section); swap(slots.strips, at, at - 1); },
    "strip-down": (section) => { const at = strips().indexOf(section); swap(slots.strips, at, at + 1); },
    "strip-remove": (section) => { slots.strips = strips().filter((each) => each !== section); },
  };

  const others = {
    add: (control) => choose(control.dataset.to),
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
      if (name === "strip-remove") draw(['[data-drop="strips"]'], page.dataset.saysGone);
      else draw([`[data-section="${line.dataset.section}"]`, name], page.dataset.saysMoved);
    } else others[name]?.(control);
  };

  board.addEventListener("click", (event) => {
    const control = event.target.closest("button[data-act]");
    if (control) act(control);
  });
  board.addEventListener("change", (event) => {
    if (event.target.matches("select[data-act]")) act(event.target);
  });

  // --- writing ---

  const written = {
    label: (words) => { slots.package.label = words; },
    "banner-text": (words) => { slots.banner.text = words; },
    "banner-until": (time) => { slots.banner.until = time || slots.banner.until; },
    until: (time, field) => {
      const story = Number(field.closest(".front-line").dataset.story);
      [...slots.lead, ...slots.tier].find((each) => each.story === story).until = time || null;
    },
  };

  // What is written is held at once, so that saving takes it along. A field of time is changed with every figure of a
  // year: the board follows when the field is left, or at Enter.
  board.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field.dataset.act in written) || field.validity.badInput) return;
    written[field.dataset.act](field.value, field);
    hold();
  });
  board.addEventListener("focusout", (event) => {
    const field = event.target;
    if (!(field.dataset.act in written)) return;
    if (field.value !== field.defaultValue) draw();
    else if (late !== null) setTimeout(() => { if (late !== null && !isWriting()) { const html = late; late = null; show(html); } });
  });
  board.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    draw(placeOfFocus());
  });

  // --- dragging (dragging.js) ---

  board.addEventListener("front-drop", (event) => {
    const { line, list, index } = event.detail;
    if (list.dataset.drop === "strips") {
      const section = Number(line.dataset.section);
      slots.strips = strips().filter((each) => each !== section);
      slots.strips.splice(index, 0, section);
      draw([`[data-section="${section}"]`, "strip-up"], page.dataset.saysMoved);
    } else {
      const story = Number(line.dataset.story);
      put(story, list.dataset.drop, index);
      draw([`[data-story="${story}"]`, "up"], page.dataset.saysPut);
    }
  });

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

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button?.hasAttribute("data-save")) return;
    if (!isSignedOut) { isLeaving = true; return; }
    event.preventDefault();
    isSignedOut = !(await renew().catch(() => false));
    if (isSignedOut) warn(page.dataset.saysSignedOut);
    else form.requestSubmit(button);
  });
  page.addEventListener("submit", (event) => { if (event.target.hasAttribute("data-leaving")) isLeaving = true; });
  page.addEventListener("click", (event) => { if (event.target.closest("a[data-leaving]")) isLeaving = true; });
  addEventListener("beforeunload", (event) => { if (isUnsaved && !isLeaving) event.preventDefault(); });

  fit();
  offer();
  proof();
})();
