// Shows which part of a picture cards will show, while the focal point or the part itself is moved.
// The rule is that of media/cropping.py: 3 by 2, the largest around the focal point, unless somebody chose.
(() => {
  const section = document.querySelector("[data-picture-crops]");
  const stored = document.querySelector('input[name="card_crop"]');
  if (!section || !stored) return;

  const RATIO = 3 / 2;
  const LEAST = 120;
  const across = Number(section.dataset.width);
  const down = Number(section.dataset.height);
  const byHand = section.querySelector("[data-by-hand]");
  const sliders = section.querySelector("[data-sliders]");
  const size = section.querySelector("[data-size]");
  const left = section.querySelector("[data-across]");
  const top = section.querySelector("[data-down]");
  const rule = section.querySelector("[data-automatic]");
  const says = section.querySelector("[data-says]");
  const focal = ["x", "y"].map((name) => document.querySelector(`input[name="focal_point_${name}"]`));
  const widest = Math.min(across, Math.round(down * RATIO));
  const narrowest = Math.min(LEAST, widest);

  const within = (value, least, most) => Math.min(Math.max(value, least), most);

  function around(middleX, middleY) {
    const width = widest;
    const height = Math.min(down, Math.round(width / RATIO));
    return {
      left: Math.round(within(middleX - width / 2, 0, across - width)),
      top: Math.round(within(middleY - height / 2, 0, down - height)),
      width,
      height,
    };
  }

  function automatic() {
    const [x, y] = focal.map((input) => (input && input.value !== "" ? Number(input.value) : null));
    return around(x ?? across / 2, y ?? down / 2);
  }

  function chosen() {
    const width = Math.round(within((widest * Number(size.value)) / 100, narrowest, widest));
    const height = Math.min(down, Math.round(width / RATIO));
    return {
      left: Math.round(((across - width) * Number(left.value)) / 1000),
      top: Math.round(((down - height) * Number(top.value)) / 1000),
      width,
      height,
    };
  }

  function setSliders(part) {
    size.value = String(Math.round((part.width / widest) * 100));
    left.value = String(across > part.width ? Math.round((part.left / (across - part.width)) * 1000) : 0);
    top.value = String(down > part.height ? Math.round((part.top / (down - part.height)) * 1000) : 0);
  }

  function draw(part) {
    for (const card of section.querySelectorAll("[data-card]")) {
      const image = card.querySelector("img");
      image.style.width = `${(across / part.width) * 100}%`;
      image.style.height = `${(down / part.height) * 100}%`;
      image.style.left = `${(-part.left / part.width) * 100}%`;
      image.style.top = `${(-part.top / part.height) * 100}%`;
    }
  }

  function show({ keep }) {
    const part = byHand.checked ? chosen() : automatic();
    sliders.hidden = !byHand.checked;
    rule.hidden = byHand.checked;
    if (keep) stored.value = byHand.checked ? JSON.stringify([part.left, part.top, part.width, part.height]) : "";
    draw(part);
  }

  byHand.addEventListener("change", () => {
    if (byHand.checked) setSliders(automatic());
    show({ keep: true });
  });
  for (const slider of [size, left, top]) {
    slider.addEventListener("input", () => show({ keep: true }));
    slider.addEventListener("change", () => {
      const part = chosen();
      says.textContent = section.dataset.saysPart.replace(/\{(\w+)\}/g, (_, name) => part[name]);
    });
  }
  // Wagtail's focal point chooser writes hidden fields and tells nobody.
  const watch = new MutationObserver(() => show({ keep: false }));
  for (const input of focal) if (input) watch.observe(input, { attributes: true, attributeFilter: ["value"] });

  let kept = null;
  try {
    kept = JSON.parse(stored.value || "null");
  } catch {
    kept = null;
  }
  if (Array.isArray(kept) && kept.length === 4) {
    byHand.checked = true;
    setSliders({ left: kept[0], top: kept[1], width: kept[2], height: kept[3] });
    sliders.hidden = false;
    rule.hidden = true;
    draw({ left: kept[0], top: kept[1], width: kept[2], height: kept[3] });
  } else {
    show({ keep: false });
  }
})();
