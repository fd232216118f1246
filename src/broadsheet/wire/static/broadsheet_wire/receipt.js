// A receipt prints at the press of its button.
document.querySelector("[data-print]")?.addEventListener("click", () => print());
