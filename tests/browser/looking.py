"""axe on a page as it stands: light and dark, on a desk's screen and on a phone's."""

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = {1280: 900, 390: 844}
THEMES = ("light", "dark")
# A theme changes colours alone; every rule is asked once a width.
_OF_COLOURS: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
_ALL: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
_AT_REST = """() => document.getAnimations()
  .filter((each) => Number.isFinite(each.effect.getComputedTiming().endTime)).forEach((each) => each.finish())"""
_OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"
_axe = Axe()


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """What a rule has against one element."""

    rule: str
    place: str
    width: int
    theme: str
    says: str


def violations_on(page: Page) -> list[Violation]:
    """Everything against the page in both themes and widths; leaves it wide and light."""
    found = []
    for width, height in reversed(WIDTHS.items()):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => scrollTo(0, 0)")  # what is under a bar that sticks, nobody could touch
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.evaluate(_AT_REST)
            asked = _ALL if theme == "light" else _OF_COLOURS
            found += _asked(page, asked, width=width, theme=theme)
        if page.evaluate(_OVERFLOW) > 0:
            found.append(Violation(rule="wider-than-the-screen", place="html", width=width, theme="", says=""))
    page.emulate_media(color_scheme="light")
    return found


def _asked(page: Page, options: dict[str, Any], *, width: int, theme: str) -> list[Violation]:
    answer = _axe.run(page, options={"resultTypes": ["violations"], **options}).response
    return [
        Violation(
            rule=violation["id"],
            place=" ".join(map(str, node["target"])),
            width=width,
            theme=theme,
            says=f"{node['html']}\n{node['failureSummary']}",
        )
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]
