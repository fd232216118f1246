// Tells the edge that a story was seen: the page's token, and what the reader came from (a list's name, or the kind of
// place). No cookie, no address.
// Without this file every page is complete; it only feeds Popular Stories. So it is loaded `async`: deferred, it came
// before the first layout where the page was quick, and a phone drew 50 ms later (docs/decisions/029).
(() => {
  "use strict";
  if (navigator.webdriver) return; // driven browsers are no readers

  const CAME_FROM = "came-from";
  const ENGINES = /(^|\.)(google|bing|duckduckgo|ecosia|qwant|startpage|yahoo|yandex|baidu|naver|kagi|search\.brave)\./;
  let sent = false;

  // Storage throws where a reader has forbidden it; then the hit goes without its list.
  const storage = (use) => {
    try {
      return use(sessionStorage);
    } catch {
      return null;
    }
  };

  // A click in a list is remembered with its target, so that only the page it opens can claim it.
  const remember = (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-list] a[href]");
    if (!link) return;
    const name = link.closest("[data-list]").dataset.list;
    storage((store) => store.setItem(CAME_FROM, `${link.pathname} ${name}`));
  };

  const takeList = () => {
    const [path, name] = (storage((store) => store.getItem(CAME_FROM)) || "").split(" ");
    if (path !== location.pathname) return "";
    storage((store) => store.removeItem(CAME_FROM));
    return name;
  };

  // The kind of place alone leaves the browser, never its address.
  const kindOfPlace = () => {
    try {
      const from = new URL(document.referrer);
      if (from.host === location.host) return "page";
      return ENGINES.test(from.hostname) ? "engine" : "site";
    } catch {
      return "direct"; // no page at all, or one that does not say
    }
  };

  const send = () => {
    const token = document.body?.dataset.hit; // nothing waits for this file: the page may still be coming
    if (sent || !token || document.prerendering || document.visibilityState !== "visible") return;
    sent = true;
    const hit = `/hit?${token}&${takeList() || kindOfPlace()}`; // no body: the edge need not wait for one
    if (!navigator.sendBeacon || !navigator.sendBeacon(hit)) {
      fetch(hit, { method: "POST", keepalive: true }).catch(() => {}); // a lost hit is nobody's error
    }
  };

  // A second after the page was drawn: who left before did not read it, and until then the line is the page's.
  const soon = () => requestAnimationFrame(() => setTimeout(send, 1000));

  // A hidden tab or a prerendered page is not seen yet; a page out of the back/forward cache is seen anew.
  document.addEventListener("click", remember);
  document.addEventListener("visibilitychange", soon);
  document.addEventListener("prerenderingchange", soon);
  addEventListener("pageshow", (event) => {
    if (event.persisted) sent = false;
    soon();
  });
  soon();
})();
