// The wire list: brings itself up to date, is walked by keyboard, and shows an item beside it on wide screens.
// Without it the page is whole: a list with links, forms and pages.
(() => {
  const wire = document.querySelector("[data-wire]");
  if (!wire) return;
  const find = (name) => wire.querySelector(`[data-${name}]`);
  const [list, pane, told, newButton, help, nothing] = ["rows", "preview", "told", "new", "help", "nothing"].map(find);
  const EVERY = 3000;
  const wide = matchMedia("(min-width: 75em)");
  const rows = () => [...list.children];
  const linkOf = (row) => row.querySelector(".wire-row__headline");
  const tell = (text) => { told.textContent = text; };
  let chosen = null; // the key of the chosen item
  let waiting = new Map(); // lines that came while the reader was further down

  // Choosing: one line can be reached by Tab, the arrows lead on (roving tabindex).
  const rove = () => {
    const all = rows();
    const at = all.find((row) => row.dataset.key === chosen) || all[0];
    for (const row of all) {
      const is = row.dataset.key === chosen;
      row.classList.toggle("wire-row--chosen", is);
      linkOf(row).tabIndex = row === at ? 0 : -1;
      if (is) linkOf(row).setAttribute("aria-current", "true");
      else linkOf(row).removeAttribute("aria-current");
    }
  };
  const choose = (row, { focus = true } = {}) => {
    if (!row) return;
    chosen = row.dataset.key;
    rove();
    if (focus) linkOf(row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    if (wide.matches) preview(chosen);
  };
  const step = (by) => {
    const all = rows();
    const at = all.findIndex((row) => row.dataset.key === chosen);
    choose(all[Math.max(0, Math.min(at + by, all.length - 1))]);
  };

  // The pane: asked for a moment after the choice, so that walking fast asks for nothing.
  let asking = 0, shown = null, abort = null;
  const preview = (key, { again = false } = {}) => {
    if (key === shown && !again) return;
    shown = key;
    clearTimeout(asking);
    asking = setTimeout(async () => {
      abort?.abort();
      abort = new AbortController();
      try {
        const answer = await fetch(`${wire.dataset.itemUrl}${key}/preview/`, { signal: abort.signal });
        if (!answer.ok) throw new Error(answer.status);
        const html = await answer.text();
        if (shown !== key) return;
        pane.innerHTML = html;
        if (!again) pane.scrollTop = 0;
      } catch (error) {
        if (error.name === "AbortError") return;
        shown = null;
        pane.textContent = wire.dataset.saysNotFetched;
      }
    }, 120);
  };

  // Keeping up to date.
  let mark = wire.dataset.mark;
  const made = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  };
  const isAbove = (one, other) => BigInt(one.dataset.place) > BigInt(other.dataset.place);
  const put = (row) => {
    const all = rows();
    const former = all.find((other) => other.dataset.key === row.dataset.key);
    const hadFocus = former?.contains(document.activeElement);
    const follower = all.find((other) => other !== former && isAbove(row, other));
    if (!former && !follower && wire.querySelector('[rel="next"]')) return; // belongs to a later page
    former?.remove();
    list.insertBefore(row, follower || null);
    if (hadFocus) linkOf(row).focus({ preventScroll: true });
  };
  const isReadingFurtherDown = () => list.getBoundingClientRect().top < 0 || (list.contains(document.activeElement) && chosen !== null && chosen !== rows()[0]?.dataset.key);
  const anchored = (change) => {
    const anchor = rows().find((row) => row.dataset.key === chosen) || rows().find((row) => row.getBoundingClientRect().top >= 0);
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (anchor?.isConnected && scrollY > 0) scrollBy(0, anchor.getBoundingClientRect().top - before);
  };
  const showWaiting = () => {
    anchored(() => {
      for (const row of waiting.values()) { row.classList.add("wire-row--fresh"); put(row); }
    });
    waiting = new Map();
    nothing.hidden = rows().length > 0;
    sayNew();
    rove();
  };
  const sayNew = () => {
    newButton.hidden = waiting.size === 0;
    newButton.textContent = waiting.size ? wire.dataset.saysNew.replace("{count}", waiting.size) : "";
    document.title = `${waiting.size ? `(${waiting.size}) ` : ""}${title}`;
  };
  const title = document.title;
  const take = (answer) => {
    const standing = new Map(rows().map((row) => [row.dataset.key, row]));
    anchored(() => {
      for (const key of answer.gone.map(String)) { standing.get(key)?.remove(); waiting.delete(key); }
      for (const line of answer.rows) {
        const key = String(line.key), former = standing.get(key) || waiting.get(key);
        if (former?.dataset.changed === line.changed) continue;
        const row = made(line.html);
        if (standing.has(key) && former.dataset.place === line.place) put(row);
        else waiting.set(key, row);
        if (key === shown) preview(key, { again: true });
      }
    });
    const alarms = document.querySelector('[data-count="alarms"]');
    if (alarms) {
      const label = [...alarms.childNodes].findLast((node) => node.nodeType === 3 && node.textContent.trim());
      if (label) label.textContent = label.textContent.replace(/\(.*\)/, `(${answer.counts.alarms > 99 ? "99+" : answer.counts.alarms})`);
    }
    const count = waiting.size;
    if (count && !isReadingFurtherDown()) showWaiting();
    if (count) tell(wire.dataset.saysNew.replace("{count}", count));
    nothing.hidden = rows().length > 0;
    sayNew();
    rove();
  };
  const refresh = async () => {
    if (document.hidden) return;
    const address = new URLSearchParams(wire.dataset.address);
    address.set("after", mark);
    const answer = await fetch(`${wire.dataset.newsUrl}?${address}`, { cache: "no-store", headers: { "If-None-Match": `"${mark}"` } });
    if (answer.status === 304) return;
    if (answer.redirected || !answer.ok) return;
    const news = await answer.json();
    mark = answer.headers.get("ETag").replaceAll('"', "");
    if (news.tooMany) { newButton.hidden = false; newButton.textContent = wire.dataset.saysMany; waiting = new Map(); overflown = true; return; }
    take(news);
    pin(news.pinned);
    count();
  };
  let overflown = false;
  const pinned = find("pinned");
  const pin = (html) => { if (!pinned.contains(document.activeElement)) pinned.innerHTML = html; };
  // Acknowledged without leaving the list; without JavaScript the form leads to the alarms.
  pinned.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(event.target.action, { method: "POST", body: new FormData(event.target) }).catch(() => null);
    if (!answer?.ok) { tell(wire.dataset.saysNotAcknowledged); return; }
    event.target.closest(".wire-flash").remove();
    tell(wire.dataset.saysAcknowledged);
    choose(rows()[0]);
  });
  newButton.addEventListener("click", () => {
    if (overflown) { location.reload(); return; }
    const first = [...waiting.values()][0]?.dataset.key;
    showWaiting();
    scrollTo({ top: 0 });
    choose(rows().find((row) => row.dataset.key === first) || rows()[0]);
  });

  // How much each preset holds that was not seen yet.
  const count = async () => {
    const marks = [...wire.querySelectorAll("[data-preset]")];
    if (!marks.length) return;
    const answer = await fetch(wire.dataset.countsUrl, { cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const { counts } = await answer.json();
    for (const link of marks) {
      const unseen = link.querySelector("[data-unseen]"), number = counts[link.dataset.preset] || "0";
      unseen.hidden = number === "0" || link.hasAttribute("aria-current");
      unseen.textContent = number;
      unseen.setAttribute("aria-label", wire.dataset.saysUnseen.replace("{count}", number));
    }
  };

  const countDown = () => {
    for (const until of list.querySelectorAll("[data-until]")) {
      const seconds = Math.ceil((Date.parse(until.dataset.until) - Date.now()) / 1000);
      if (seconds < 0 || seconds > 86400) continue;
      const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
      until.textContent = wire.dataset.saysEmbargo.replace("{left}", parts.map((part) => String(part).padStart(2, "0")).join(":"));
    }
  };

  const keys = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    g: () => choose(rows()[0]), Home: () => choose(rows()[0]), End: () => choose(rows().at(-1)),
    o: () => chosen && linkOf(rows().find((row) => row.dataset.key === chosen) || rows()[0])?.click(),
    m: () => rows().find((row) => row.dataset.key === chosen)?.querySelector("[data-make], .wire-row__do a")?.click(),
    n: () => !newButton.hidden && newButton.click(),
    "/": () => find("words").focus(),
    "?": () => help.showModal(),
    0: () => wire.querySelector(".wire-presets a")?.click(),
  };
  for (let place = 1; place <= 9; place += 1) keys[place] = () => wire.querySelectorAll("[data-preset]")[place - 1]?.click();
  const ofPage = new Set(["ArrowDown", "ArrowUp", "Home", "End"]); // theirs only while a line has the focus
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open || event.target.closest?.("input, select, textarea, [contenteditable], dialog")) return;
    const act = keys[event.key];
    if (!act || (ofPage.has(event.key) && !list.contains(event.target))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }, true);
  // The newsroom's own keys listen to keypress: a key of the list is not theirs as well.
  addEventListener("keypress", (event) => {
    if (event.key === "?" && !event.target.closest?.("input, select, textarea")) event.stopImmediatePropagation();
  }, true);
  find("words").addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.target.blur(); choose(rows()[0]); }
  });
  list.addEventListener("focusin", (event) => {
    const row = event.target.closest(".wire-row");
    if (row && row.dataset.key !== chosen && event.target === linkOf(row)) choose(row, { focus: false });
  });
  // On wide screens a click shows the item beside the list; a second one opens it, as Enter does.
  list.addEventListener("click", (event) => {
    const row = event.target.closest(".wire-row");
    if (!row || event.target.closest("button, form, .wire-row__do") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!wide.matches || event.detail === 0) return; // by keyboard: open
    if (event.target.closest("a") && event.detail > 1) return;
    event.preventDefault();
    choose(row);
  });
  list.addEventListener("dblclick", (event) => { const row = event.target.closest(".wire-row"); if (row && wide.matches) location.assign(linkOf(row).href); });
  find("filter").addEventListener("change", (event) => {
    if (event.target.matches("select:not([multiple])")) event.target.form.requestSubmit();
  });
  find("help-open").hidden = false;
  find("help-open").addEventListener("click", () => help.showModal());
  pane.hidden = false;
  rove();
  countDown();
  count().catch(() => {});
  if ("live" in wire.dataset) setInterval(() => refresh().catch(() => {}), EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && "live" in wire.dataset) refresh().catch(() => {}); });
  setInterval(countDown, 1000);
})();
