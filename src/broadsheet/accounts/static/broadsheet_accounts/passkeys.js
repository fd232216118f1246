// Passkeys in the newsroom's doors. Each form says what it does: data-passkey="ask" gets its options from the server
// when it is sent, "get" and "create" find them on the page. webauthnJSON (of allauth) turns base64 into bytes and back.
(function () {
  "use strict";

  const json = window.webauthnJSON;
  if (!json || !json.supported()) return;

  function optionsOnPage() {
    return JSON.parse(document.getElementById("passkey-options").textContent);
  }

  const doing = {
    async ask(form) {
      const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error("no options: " + answer.status);
      return json.get((await answer.json()).request_options);
    },
    async get() {
      return json.get(optionsOnPage().request_options);
    },
    async create(form) {
      const options = optionsOnPage().creation_options;
      const alone = form.elements.passwordless && form.elements.passwordless.checked;
      const wanted = options.publicKey.authenticatorSelection;
      wanted.residentKey = alone ? "required" : "discouraged";
      wanted.requireResidentKey = Boolean(alone);
      if (alone) wanted.userVerification = "required";
      return json.create(options);
    },
  };

  for (const form of document.querySelectorAll("[data-passkey]")) {
    const failed = form.querySelector("[role=alert]");
    const button = form.querySelector("[type=submit]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      button.disabled = true;
      try {
        form.elements.credential.value = JSON.stringify(await doing[form.dataset.passkey](form));
        form.submit();
      } catch {
        failed.hidden = false; // refused, timed out, or no such device: the browser itself has said more
        button.disabled = false;
      }
    });
  }
})();
