"""Working a page by keys alone: where Tab stops, and whether a person can see where they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 400
# Marks each element once, so that the same one is known again; `null` where nothing has the focus.
_STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  at.dataset.stop ||= String((window.stops = (window.stops || 0) + 1));
  const ring = (each) => {
    const style = getComputedStyle(each);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== "none";
  };
  const box = at.getBoundingClientRect();
  const around = [at, at.parentElement, at.parentElement?.parentElement, ...(at.labels || [])].filter(Boolean);
  return {
    number: at.dataset.stop,
    name: (at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.innerText || at.name || at.id || "").trim(),
    markup: at.outerHTML.slice(0, 160),
    is_seen: box.width > 1 && box.height > 1 && around.some(ring),
  };
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """An element that has the focus; `is_seen` where it, or what it stands in, is drawn with a ring."""

    number: str
    name: str
    markup: str
    is_seen: bool


class TrapError(AssertionError):
    """Tab leads in a circle that leaves out a part of the page."""


def stop_of(page: Page) -> Stop | None:
    """Where the focus is."""
    told = page.evaluate(_STOP)
    return Stop(**told) if told else None


def walk(page: Page) -> Iterator[Stop]:
    """
    Every stop of Tab from the page's top, once round.

    :raises TrapError: if it comes back to another stop than the first, or to no end
    """
    page.evaluate("document.activeElement.blur()")
    seen: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = stop_of(page)
        if stop is None or (seen and stop.number == seen[0]):
            return
        if stop.number in seen:
            raise TrapError(f"Tab came back to {stop.markup} after {len(seen)} stops")
        seen.append(stop.number)
        yield stop
    raise TrapError(f"no end after {MOST_STOPS} stops")


def tab_to(wanted: Locator, *, most: int = MOST_STOPS) -> None:
    """Press Tab until the element has the focus, and see that it shows."""
    page = wanted.page
    expect(wanted).to_be_visible()
    for _ in range(most):
        if wanted.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()
    stop = stop_of(page)
    assert stop is not None
    assert stop.is_seen, stop.markup
