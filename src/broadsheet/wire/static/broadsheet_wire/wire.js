// The wire list: fetches its rows anew when something came, and walks them by keyboard (j, k, o, m).
(() => {
  const wire = document.querySelector("[data-wire]");
  if (!wire) return;
  const results = document.getElementById("listing-results");
  let chosen = -1;
  const rows = () => [...results.querySelectorAll("tbody tr")];

  const choose = (place) => {
    const all = rows();
    if (!all.length) return;
    chosen = Math.max(0, Math.min(place, all.length - 1));
    all[chosen].querySelector("a, button")?.focus();
    all[chosen].scrollIntoView({ block: "nearest" });
  };

  const refresh = async () => {
    if (document.hidden) return;
    const answer = await fetch(wire.dataset.newsUrl);
    if (!answer.ok) return;
    const { newest } = await answer.json();
    if (newest === wire.dataset.newest || results.contains(document.activeElement)) return;
    const page = await fetch(location.href);
    if (!page.ok) return;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const list = fresh.getElementById("listing-results");
    if (!list) return;
    results.replaceChildren(...list.childNodes);
    for (const count of document.querySelectorAll("[data-count]")) {
      const other = fresh.querySelector(`[data-count="${count.dataset.count}"]`);
      if (other) count.replaceChildren(...other.childNodes);
    }
    wire.dataset.newest = newest;
  };

  const countDown = () => {
    for (const mark of results.querySelectorAll("[data-until]")) {
      const seconds = Math.ceil((Date.parse(mark.dataset.until) - Date.now()) / 1000);
      if (seconds < 0 || seconds > 86400) continue;
      const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
      mark.textContent = `Embargo ${parts.map((part) => String(part).padStart(2, "0")).join(":")}`;
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "j") choose(chosen + 1);
    if (event.key === "k") choose(chosen - 1);
    if (event.key === "o" && chosen >= 0) rows()[chosen].querySelector("a")?.click();
    if (event.key === "m" && chosen >= 0) rows()[chosen].querySelector("[data-make]")?.click();
  });
  setInterval(() => refresh().catch(() => {}), 3000);
  setInterval(countDown, 1000);
})();
