/* The chooser of topics: type to find, chips to take away, suggestions from the text. Posts what a select would. */
(() => {
  "use strict";
  const AFTER_A_KEY = 180; // ms
  const AFTER_WRITING = 2500; // ms without a key in the text before suggestions are asked for again
  const LEAST_WORDS = 20; // fewer say nothing
  const MOST_LETTERS = 30000;

  function post(url, fields) {
    const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig;
    const body = new URLSearchParams(fields);
    return fetch(url, { method: "POST", body, headers: { [CSRF_HEADER_NAME]: CSRF_TOKEN, Accept: "application/json" } });
  }

  class TopicChooser {
    constructor(root) {
      this.root = root;
      this.form = root.closest("form");
      this.input = root.querySelector("[role=combobox]");
      this.chosen = root.querySelector("[data-topics-chosen]");
      this.found = root.querySelector("[data-topics-found]");
      this.suggested = root.querySelector("[data-topics-suggested]");
      this.told = root.querySelector("[data-topics-told]");
      this.options = [];
      this.at = -1;
      this.asked = 0;
      this.lastWords = "";
      this.listen();
    }

    listen() {
      this.chosen.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button) this.remove(button.closest("li"));
      });
      this.input.addEventListener("input", () => {
        clearTimeout(this.typing);
        this.typing = setTimeout(() => this.find(), AFTER_A_KEY);
      });
      this.input.addEventListener("keydown", (event) => this.press(event));
      this.input.addEventListener("focus", () => this.suggest());
      this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
      // A press with the pointer would take the focus away, and with it the list, before the click arrives.
      this.found.addEventListener("pointerdown", (event) => event.preventDefault());
      this.found.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.take(this.options[Number(option.dataset.at)]);
      });
      this.suggested.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button) this.takeSuggestion(button);
      });
      this.form.addEventListener("input", (event) => {
        if (this.root.contains(event.target)) return;
        clearTimeout(this.writing);
        this.writing = setTimeout(() => this.isSeen && this.suggest(), AFTER_WRITING);
      });
      new IntersectionObserver((entries) => {
        this.isSeen = entries.at(-1).isIntersecting;
        if (this.isSeen) this.suggest();
      }).observe(this.root);
    }

    numbers() {
      return [...this.chosen.querySelectorAll("input")].map((input) => input.value);
    }

    /** One of the texts of the page, with what was called or counted put in. */
    says(name, values = {}) {
      return this.told.dataset[name].replace(/\{(\w+)\}/g, (_, value) => values[value]);
    }

    tell(name, values) {
      this.told.textContent = this.says(name, values);
    }

    changed() {
      this.chosen.dispatchEvent(new Event("change", { bubbles: true }));
    }

    add(topic) {
      if (this.numbers().includes(String(topic.id))) return this.tell("saysThere", topic);
      const chip = this.root.querySelector("[data-topics-chip]").content.firstElementChild.cloneNode(true);
      chip.querySelector("input").value = topic.id;
      chip.querySelector("span").textContent = topic.name;
      chip.querySelector("button").setAttribute("aria-label", this.says("saysRemove", topic));
      this.chosen.append(chip);
      this.tell("saysAdded", topic);
      this.changed();
      return undefined;
    }

    remove(chip) {
      const next = chip.nextElementSibling || chip.previousElementSibling;
      this.tell("saysRemoved", { name: chip.querySelector("span").textContent });
      chip.remove();
      (next ? next.querySelector("button") : this.input).focus();
      this.changed();
    }

    async find() {
      const words = this.input.value.trim();
      this.asked += 1;
      const mine = this.asked;
      if (!words) return this.close();
      const answer = await fetch(`${this.root.dataset.findUrl}?${new URLSearchParams({ q: words })}`, {
        headers: { Accept: "application/json" },
      }).catch(() => null);
      if (mine !== this.asked) return undefined; // a later key has asked again
      if (!answer || !answer.ok) return this.tell("saysNoAnswer");
      const { topics, may_add: mayAdd } = await answer.json();
      if (mine !== this.asked) return undefined;
      const isThere = topics.some((topic) => topic.name.toLowerCase() === words.toLowerCase());
      this.options = mayAdd && !isThere ? [...topics, { name: words, isNew: true }] : topics;
      this.open(words, topics.length);
      return undefined;
    }

    open(words, count) {
      const taken = new Set(this.numbers());
      this.found.replaceChildren(
        ...this.options.map((topic, at) => {
          const option = document.createElement("li");
          option.id = `${this.found.id}-${at}`;
          option.dataset.at = at;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.textContent = topic.isNew ? this.says("saysNew", topic) : topic.name;
          if (topic.mediatopic) {
            const code = option.appendChild(document.createElement("small"));
            code.textContent = ` IPTC ${topic.mediatopic}`;
          }
          if (taken.has(String(topic.id))) option.append(` ${this.says("saysChosen")}`);
          return option;
        }),
      );
      if (!this.options.length) {
        const nothing = document.createElement("li");
        nothing.className = "bs-topics__nothing";
        nothing.textContent = this.says("saysNothingFound", { words });
        this.found.append(nothing);
      }
      this.found.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.found.scrollIntoView({ block: "nearest" }); // the footer would cover it
      this.go(this.options.length ? 0 : -1);
      this.tell(count ? (count === 1 ? "saysOneFound" : "saysFound") : "saysNothing", { count, words });
    }

    close() {
      this.found.hidden = true;
      this.found.replaceChildren();
      this.options = [];
      this.at = -1;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }

    go(at) {
      this.at = at;
      [...this.found.children].forEach((option, number) => {
        if (option.getAttribute("role")) option.setAttribute("aria-selected", String(number === at));
      });
      const current = this.found.children[at];
      if (at < 0 || !current) return;
      this.input.setAttribute("aria-activedescendant", current.id);
      current.scrollIntoView({ block: "nearest" });
    }

    press(event) {
      const count = this.options.length;
      if (event.key === "ArrowDown" && count) this.go((this.at + 1) % count);
      else if (event.key === "ArrowUp" && count) this.go((this.at - 1 + count) % count);
      else if (event.key === "Escape" && !this.found.hidden) this.close();
      else if (event.key === "Enter") {
        // Never the form's own: a list that is still on its way would save a draft instead of taking a topic.
        if (this.at >= 0) this.take(this.options[this.at]);
      } else if (event.key === "Backspace" && !this.input.value && this.chosen.lastElementChild) {
        this.tell("saysRemoved", { name: this.chosen.lastElementChild.querySelector("span").textContent });
        this.chosen.lastElementChild.remove();
        this.changed();
      } else return;
      if (event.key !== "Backspace") event.preventDefault();
    }

    async take(topic) {
      this.input.value = "";
      this.asked += 1;
      this.close();
      if (!topic.isNew) return this.add(topic);
      const answer = await post(this.root.dataset.addUrl, { name: topic.name }).catch(() => null);
      if (answer && answer.ok) return this.add(await answer.json());
      this.input.value = topic.name;
      return this.tell("saysNotAdded", topic);
    }

    words() {
      const body = this.form.querySelector('[data-contentpath="body"]');
      const parts = body ? [...body.querySelectorAll(".Draftail-Editor [data-block='true']")].map((one) => one.textContent) : [];
      if (body) body.querySelectorAll("textarea, input[type=text]").forEach((one) => parts.push(one.value));
      const value = (name) => (this.form.querySelector(`[name=${name}]`) || {}).value || "";
      return { headline: value("title"), standfirst: value("standfirst"), body: parts.join("\n").slice(0, MOST_LETTERS) };
    }

    async suggest() {
      const words = this.words();
      const all = Object.values(words).join(" ");
      if (all === this.lastWords || all.split(/\s+/).length < LEAST_WORDS) return;
      this.lastWords = all;
      const number = /\/pages\/(\d+)\/edit\//.exec(this.form.getAttribute("action") || "");
      const answer = await post(this.root.dataset.suggestUrl, { ...words, story: number ? number[1] : "" }).catch(() => null);
      // A suggestion that does not come disturbs nobody; the next pause in writing asks again.
      if (!answer || !answer.ok || this.lastWords !== all) return;
      this.show((await answer.json()).topics);
    }

    show(topics) {
      const taken = new Set(this.numbers());
      const left = topics.filter((topic) => !taken.has(String(topic.id)));
      const template = this.root.querySelector("[data-topics-suggestion]").content.firstElementChild;
      this.suggested.querySelector("ul").replaceChildren(
        ...left.map((topic) => {
          const item = template.cloneNode(true);
          const button = item.querySelector("button");
          button.dataset.id = topic.id;
          button.querySelector("b").textContent = topic.name;
          button.querySelector("span").textContent = topic.reason;
          return item;
        }),
      );
      this.suggested.hidden = !left.length;
    }

    takeSuggestion(button) {
      const item = button.closest("li");
      const next = item.nextElementSibling || item.previousElementSibling;
      this.add({ id: button.dataset.id, name: button.querySelector("b").textContent });
      item.remove();
      this.suggested.hidden = !this.suggested.querySelector("li");
      (next ? next.querySelector("button") : this.input).focus();
    }
  }

  function begin() {
    document.querySelectorAll("[data-topics]").forEach((root) => new TopicChooser(root));
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
