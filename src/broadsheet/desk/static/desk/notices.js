// The bell on every page of the newsroom: how many notices somebody has not read, beside "Notices" in the menu.
(() => {
  const EVERY = 15000;
  const { notices, menu, saysOne, saysMany } = document.currentScript.dataset;

  const badge = (unread) => {
    for (const link of document.querySelectorAll(`.sidebar a[href="${menu}"]`)) {
      let mark = link.querySelector("[data-notice-count]");
      if (!unread) {
        mark?.remove();
        continue;
      }
      if (!mark) {
        mark = document.createElement("span");
        mark.dataset.noticeCount = "";
        Object.assign(mark.style, {
          marginInlineStart: "auto", padding: "0 .45em", borderRadius: "1em", background: "#fff", color: "#2e1f5e",
          fontSize: ".75rem", fontWeight: "700", lineHeight: "1.5",
        });
        link.append(mark);
      }
      mark.textContent = unread > 99 ? "99+" : unread;
      mark.title = mark.ariaLabel = (unread === 1 ? saysOne : saysMany).replace("%(count)s", mark.textContent);
    }
  };

  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(notices, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (answer.ok && !answer.redirected) badge((await answer.json()).unread);
  };
  const again = () => look().catch(() => {});

  addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector("#wagtail-sidebar, [data-wagtail-sidebar]")) return; // nobody has signed in
    again();
    setInterval(again, EVERY);
    document.addEventListener("visibilitychange", again);
  });
})();
