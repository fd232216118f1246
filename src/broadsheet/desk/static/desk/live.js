// Keeps a page up to date: its panels are asked for again, and only those that say something else are drawn.
(() => {
  const page = document.querySelector("[data-live]");
  if (!page) return;
  const every = Number(page.dataset.every);
  const lost = page.querySelector("[data-live-lost]");
  const says = page.querySelector("[data-live-says]");
  let asking = false;

  // Wagtail scrolls a box inside the window, wide screens and narrow ones.
  const scroller = () => {
    let box = page.parentElement;
    while (box && !(box.scrollHeight > box.clientHeight && ["auto", "scroll"].includes(getComputedStyle(box).overflowY))) box = box.parentElement;
    return box ?? document.scrollingElement;
  };

  const alarms = () => page.querySelector("[data-alarms]");

  // Alarms alone are said aloud, and only one that came since.
  const say = (before, after) => {
    if (after && Number(after.dataset.newest) > before) says.textContent = after.dataset.words;
  };

  // A link is the same by where it leads, what else takes the focus by its id.
  const sameIn = (fresh, element) => {
    const name = element.hasAttribute("href") ? "href" : "id";
    return [...fresh.querySelectorAll(`[${name}]`)].find((each) => each.getAttribute(name) === element.getAttribute(name));
  };

  // The focus stays on the same thing where the panel still has it; else the panel waits until the focus has left it.
  const draw = (panel, fresh) => {
    const again = panel.contains(document.activeElement) ? sameIn(fresh, document.activeElement) : null;
    if (panel.contains(document.activeElement) && !again) return;
    for (const opened of panel.querySelectorAll("details[open]")) fresh.querySelector(`#${CSS.escape(opened.id)}`)?.setAttribute("open", "");
    panel.replaceChildren(...fresh.childNodes);
    panel.dataset.print = fresh.dataset.print;
    again?.focus({ preventScroll: true });
  };

  // What somebody reads stays where it is on the screen, whatever grew above it.
  const keepingPlace = (act) => {
    const seen = [...page.querySelectorAll("[data-panel] li, [data-panel] tr")].find((line) => line.getBoundingClientRect().top >= 0);
    const key = seen?.querySelector("a")?.getAttribute("href");
    const place = seen?.closest("[data-panel]");
    const top = seen?.getBoundingClientRect().top;
    act();
    const after = key ? place.querySelector(`a[href="${CSS.escape(key)}"]`)?.closest("li, tr") : null;
    const moved = after ? after.getBoundingClientRect().top - top : 0;
    const box = scroller();
    if (moved && box.scrollTop > 0) box.scrollBy(0, moved);
  };

  const take = (html) => {
    const answer = new DOMParser().parseFromString(html, "text/html");
    const before = Number(alarms()?.dataset.newest ?? 0);
    keepingPlace(() => {
      for (const fresh of answer.querySelectorAll("[data-panel]")) {
        const panel = page.querySelector(`[data-panel="${CSS.escape(fresh.dataset.panel)}"]`);
        if (panel && panel.dataset.print !== fresh.dataset.print) draw(panel, fresh);
      }
    });
    say(before, alarms());
  };

  const miss = () => {
    if (!lost.hidden) return;
    page.querySelector("[data-live-since]").textContent = new Date().toTimeString().slice(0, 5);
    lost.hidden = false;
  };

  const renew = async () => {
    if (document.hidden || asking) return;
    asking = true;
    try {
      const answer = await fetch(page.dataset.live, { redirect: "manual", signal: AbortSignal.timeout(every - 1000) });
      if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) {
        window.location.reload(); // signed out: the page itself leads to the sign-in, and back
      } else if (answer.ok) {
        take(await answer.text());
        lost.hidden = true;
      } else {
        miss();
      }
    } catch {
      miss();
    } finally {
      asking = false;
    }
  };

  window.setInterval(renew, every);
  document.addEventListener("visibilitychange", renew);
})();
