// The Demo script: keeps the timetable fresh, counts down, and shows what readers see before and after a kill.
// Wagtail loads scripts ahead of the page's own markup.
document.addEventListener("DOMContentLoaded", () => {
  const script = document.querySelector("[data-script]");
  if (!script) return;
  const lines = script.querySelector("[data-lines]");
  const panel = script.querySelector("[data-reader]");
  const sees = panel.querySelector("[data-sees]");
  const frame = panel.querySelector("[data-frame]");
  const panelKill = panel.querySelector("[data-panel-kill]");
  const address = panel.querySelector("[data-address]");
  const readerUrl = (story) => script.dataset.readerUrl.replace("/0/", `/${story}/`);
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const say = (words, values) => { sees.textContent = words.replace(/\{(\w+)\}/g, (_, name) => values[name]); };
  let last = /^\d{3}/.test(sees.dataset.now ?? "") ? sees.dataset.now : "";
  let isSending = false;

  const countDown = () => {
    for (const mark of script.querySelectorAll("[data-until]")) {
      const seconds = Math.max(0, Math.ceil((Date.parse(mark.dataset.until) - Date.now()) / 1000));
      mark.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }
  };

  const refresh = async () => {
    if (document.hidden || isSending || lines.contains(document.activeElement)) return;
    const answer = await fetch(script.dataset.linesUrl);
    if (!answer.ok || answer.redirected || lines.contains(document.activeElement)) return;
    lines.innerHTML = await answer.text();
    countDown();
  };

  const look = async () => {
    const story = panel.dataset.story;
    if (!story || document.hidden) return;
    const answer = await fetch(`${readerUrl(story)}status/`);
    if (!answer.ok || story !== panel.dataset.story) return;
    const { sees: seen, address: at } = await answer.json();
    address.href = address.textContent = at;
    address.hidden = false;
    if (seen === last) return;
    const isFirst = !last;
    if (isFirst || !seen.startsWith("410")) say(script.dataset.saysSees, { now: seen });
    else if (!sees.textContent.includes("→")) say(script.dataset.saysChanged, { before: last, now: seen });
    last = seen;
    if (!isFirst) frame.src = readerUrl(story);
  };

  const show = async (story) => {
    if (panel.dataset.story === story) return;
    last = "";
    panel.dataset.story = story;
    panelKill.hidden = true;
    address.hidden = true;
    const isThere = new Promise((done) => frame.addEventListener("load", done, { once: true }));
    frame.hidden = false;
    frame.src = readerUrl(story);
    await Promise.race([isThere, pause(2000)]);
    await look();
  };

  const sendKill = async (form) => {
    const story = form.dataset.kill || form.querySelector("option:checked")?.dataset.story;
    isSending = true;
    for (const button of script.querySelectorAll("[data-kill] button")) button.disabled = true;
    await show(story);
    const before = last;
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    const { error, measured } = answer.ok ? await answer.json() : {};
    if (!answer.ok) say(script.dataset.saysRefused, { status: answer.status });
    else if (!error) {
      await look();
      say(script.dataset.saysMeasured, { before, now: last, seconds: measured });
      panelKill.hidden = true;
      for (const option of script.querySelectorAll(`option[data-story="${story}"]`)) option.remove();
    } else sees.textContent = error;
    for (const button of script.querySelectorAll("[data-kill] button")) button.disabled = false;
    isSending = false;
    document.activeElement?.blur();
    await refresh();
  };

  script.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-kill]") || isSending) return;
    event.preventDefault();
    sendKill(event.target).catch(() => location.reload());
  });

  const forever = async (act, milliseconds) => {
    for (;;) {
      await act().catch(() => {});
      await pause(milliseconds);
    }
  };
  setInterval(countDown, 250);
  forever(refresh, 2000);
  forever(look, 250);
});
