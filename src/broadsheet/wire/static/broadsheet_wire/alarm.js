// Alarms on every page of the newsroom: a count beside the wire in the menu, and a tone when one comes.
(() => {
  const { alarms, menu, saysOne, saysMany } = document.currentScript.dataset;
  const HEARD = "broadsheet-alarm-heard";
  let sounds = null;
  let waiting = "";

  // Two falling tones thrice for what cannot wait, one soft tone for the rest. [start in seconds, hertz]
  const TONES = {
    urgent: [[0, 880], [0.18, 660], [0.45, 880], [0.63, 660], [0.9, 880], [1.08, 660]],
    plain: [[0, 523]],
  };

  const play = (name) => {
    if (!sounds || sounds.state !== "running") {
      waiting = name;
      return;
    }
    for (const [start, hertz] of TONES[name]) {
      const tone = sounds.createOscillator();
      const volume = sounds.createGain();
      const at = sounds.currentTime + start;
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.3, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.16);
      tone.connect(volume).connect(sounds.destination);
      tone.start(at);
      tone.stop(at + 0.17);
    }
  };

  // Browsers let a page sound only once somebody has touched it.
  const unlock = async () => {
    sounds ??= new AudioContext();
    await sounds.resume();
    if (waiting && sounds.state === "running") {
      const name = waiting;
      waiting = "";
      play(name);
    }
  };
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => unlock().catch(() => {}), { capture: true });

  const badge = (count) => {
    for (const link of document.querySelectorAll(`.sidebar a[href="${menu}"]`)) {
      let mark = link.querySelector("[data-alarm-count]");
      if (!count) {
        mark?.remove();
        continue;
      }
      if (!mark) {
        mark = document.createElement("span");
        mark.dataset.alarmCount = "";
        Object.assign(mark.style, {
          marginInlineStart: "auto", padding: "0 .45em", borderRadius: "1em", background: "#b3001b", color: "#fff",
          fontSize: ".75rem", fontWeight: "700", lineHeight: "1.5",
        });
        link.append(mark);
      }
      mark.textContent = count > 99 ? "99+" : count;
      mark.title = mark.ariaLabel = (count === 1 ? saysOne : saysMany).replace("{count}", count);
    }
  };

  // One tab rings, however many are open.
  const once = (act) => (navigator.locks ? navigator.locks.request(HEARD, act) : act());

  const hear = ({ newest, urgent, sound }) => {
    const heard = localStorage.getItem(HEARD);
    if (heard !== String(newest)) localStorage.setItem(HEARD, newest);
    if (heard === null || newest <= Number(heard)) return; // what rang before somebody came is in the count alone
    const name = urgent > Number(heard) ? "urgent" : "plain";
    if (sound === "all" || (sound === "urgent" && name === "urgent")) play(name);
  };

  const look = async () => {
    const answer = await fetch(alarms, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok || answer.redirected) return;
    const now = await answer.json();
    badge(now.open);
    await once(() => hear(now));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-alarm-listen]");
    if (button) unlock().then(() => play(button.dataset.alarmListen)).catch(() => {});
  });
  const again = () => look().catch(() => {});
  addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector("#wagtail-sidebar, [data-wagtail-sidebar]")) return; // nobody has signed in
    again();
    setInterval(again, 5000);
  });
})();
