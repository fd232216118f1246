// Keeps the board up to date: the page itself is asked again, and only what differs is drawn.
const EVERY = 15000;
const board = document.querySelector('[data-board]');

const renew = async () => {
  if (document.hidden || board.contains(document.activeElement)) return; // nobody looks, or somebody is on a link
  const answer = await fetch(window.location.href, { credentials: 'same-origin' });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('[data-board]');
  if (fresh && fresh.innerHTML !== board.innerHTML) board.replaceChildren(...fresh.childNodes);
};

if (board) window.setInterval(() => renew().catch(() => {}), EVERY);
