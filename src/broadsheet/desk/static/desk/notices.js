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
        // On the corner of the icon: a long name leaves no room behind it, and the menu may be closed to its icons.
        link.style.position = "relative";
        Object.assign(mark.style, {
          position: "absolute", insetInlineStart: "1.75rem", insetBlockStart: ".25rem", padding: "0 .4em", borderRadius: "1em", background: "#fff", color: "#2e1f5e",
          fontSize: ".6875rem", fontWeight: "700", lineHeight: "1.4",
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
