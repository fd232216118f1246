"""
Every kind of readers' page on one sheet, at four widths, light and dark: `make contact-sheet`.

Starts the demo edition in a home that is thrown away, withdraws a story, follows links to one page of each kind, and
writes `contact-sheet-light.webp`, `contact-sheet-dark.webp` and the README's `story.webp` into `docs/pictures`. Takes
some four minutes; needs Debian's chromium.
"""

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urljoin

import httpx
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, sync_playwright
from running import status, wait
from servers import free_port

PICTURES = Path(__file__).parents[1] / "docs/pictures"
WIDTHS = {360: 780, 768: 1024, 1280: 900, 1920: 1080}
SCHEMES = ("light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A page of that kind: where one begins, the links that lead to it from there, and what is brought into sight."""

    address: str = "/"
    links: tuple[str, ...] = ()
    part: str = ""


_LEAD = ".lead .headline"
KINDS: Mapping[str, Kind] = {
    "Front": Kind(),
    "Front, its strips": Kind(part=".strip"),
    "Section": Kind(address="/world/"),
    "Story": Kind(links=(_LEAD,)),
    "Story, its foot": Kind(links=(_LEAD,), part=".foot"),
    "Versions": Kind(address="/corrections/", links=(".correction .to-history a",)),
    "Text only": Kind(links=(_LEAD, "a[href^='/text/']")),
    "Author": Kind(links=(_LEAD, ".byline a")),
    "Authors": Kind(address="/authors/"),
    "Topic": Kind(links=(_LEAD, ".topics a")),
    "Topics": Kind(address="/topics/"),
    "Latest by day": Kind(address="/latest/"),
    "About": Kind(address="/about/"),
    "Popular": Kind(address="/popular/"),
    "Search": Kind(address="/search/?q=harbour"),
    "Nothing found": Kind(address="/search/?q=zzzzzz"),
    "Corrections": Kind(address="/corrections/"),
    "Not there": Kind(address="/no/such/page/"),
}
# What a chief does by a button; prints where the story stood.
_WITHDRAW = """
from django.utils import timezone
from broadsheet.stories.actions import withdraw_story
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import address_of
story = StoryPage.objects.filter(live=True).order_by("first_published_at", "pk").first()
withdraw_story(story, notice="A court has asked us to take this story down.", by=None, now=timezone.now())
print("withdrawn", address_of(story))
"""
_HEIGHT, _GAP, _LABEL = 300, 12, 120  # pixels of a thumbnail, between two, and of a row's name
_PATIENCE = 5.0  # seconds for the pictures of one screen
_PICTURES_ARE_HERE = """() => [...document.images].every((each) => {
  const place = each.getBoundingClientRect();
  return each.complete || place.top > innerHeight || place.bottom < 0;
})"""
_GROUND, _INK = "#e9e7e2", "#333333"


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="broadsheet-sheet-", ignore_cleanup_errors=True) as home,
        demo(Path(home)) as paper,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        story_alone(browser, readers=paper.readers).save(PICTURES / "story.webp", quality=80, method=6)
        kinds = {**KINDS, "Withdrawn": Kind(address=withdraw_one(paper))}
        for scheme in SCHEMES:
            sheet = sheet_of(shots(browser, kinds, readers=paper.readers, scheme=scheme))
            sheet.save(PICTURES / f"contact-sheet-{scheme}.webp", quality=70, method=6)
        browser.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A demo edition that runs: its readers' address, and the environment that its commands need."""

    readers: str
    environment: Mapping[str, str]


@contextmanager
def demo(home: Path) -> Iterator[Paper]:
    """The demo edition, until it is left."""
    readers, newsroom = free_port(), free_port()
    environment = {
        **os.environ,
        "BROADSHEET_HOME": str(home / "site"),
        "BROADSHEET_EDGE_PORT": str(readers),
        "BROADSHEET_NEWSROOM_PORT": str(newsroom),
        **{f"BROADSHEET_{job}_STATUS_PORT": "0" for job in ("EDGE", "NEWSROOM", "CLERK")},
    }
    process = subprocess.Popen([sys.executable, "-m", "broadsheet", "demo"], env=environment, stdout=subprocess.PIPE)
    try:
        wait_for(process)
        yield Paper(readers=f"http://localhost:{readers}", environment=environment)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def wait_for(process: "subprocess.Popen[bytes]") -> None:
    """:raises RuntimeError: if the demo ends before it is ready"""
    assert process.stdout is not None
    for line in process.stdout:
        if b"Broadsheet is ready" in line:
            time.sleep(20)  # what the press leaves for last: topics, smaller pictures
            return
    raise RuntimeError("the demo did not start")


def withdraw_one(paper: Paper) -> str:
    """Withdraw the oldest story; gives the address where its notice stands."""
    command = [sys.executable, "-m", "broadsheet", "manage", "shell", "--no-imports", "--command", _WITHDRAW]
    said = subprocess.run(command, env=paper.environment, check=True, capture_output=True, text=True).stdout
    address = said.split()[-1]
    with httpx.Client(base_url=paper.readers) as readers:
        wait(lambda: status(readers, address) == HTTPStatus.GONE, longest=30.0)
    return address


def story_alone(browser: Browser, *, readers: str) -> Image.Image:
    """The top of the lead story on a desk, for the README."""
    context = browser.new_context(viewport={"width": 1280, "height": 1720}, color_scheme="light")
    page = context.new_page()
    go_to(page, KINDS["Story"], readers=readers)
    taken = screen(page)
    context.close()
    return taken


def shots(browser: Browser, kinds: Mapping[str, Kind], *, readers: str, scheme: str) -> Mapping[str, list[Image.Image]]:
    """A screen of each kind of page, one a width."""
    taken: dict[str, list[Image.Image]] = {name: [] for name in kinds}
    for width, height in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page = context.new_page()
        for name, kind in kinds.items():
            go_to(page, kind, readers=readers)
            taken[name].append(screen(page))
        context.close()
    return taken


def screen(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def go_to(page: Page, kind: Kind, *, readers: str) -> None:
    """Open a page of that kind, bring its part into sight, and wait for the pictures there."""
    page.goto(readers + kind.address)
    for link in kind.links:
        href = page.locator(link).first.get_attribute("href")
        page.goto(urljoin(page.url, href))
    if kind.part:
        page.locator(kind.part).first.evaluate("(part) => part.scrollIntoView()")
    deadline = time.monotonic() + _PATIENCE
    while not page.evaluate(_PICTURES_ARE_HERE) and time.monotonic() < deadline:
        time.sleep(0.1)  # the pages' policy forbids what Playwright would wait with


def sheet_of(taken: Mapping[str, list[Image.Image]]) -> Image.Image:
    """A row a kind, a column a width, all of one height."""
    rows = {name: [thumbnail(image) for image in images] for name, images in taken.items()}
    columns = [max(row[place].width for row in rows.values()) for place in range(len(WIDTHS))]
    size = (_LABEL + sum(columns) + _GAP * (len(columns) + 1), (_HEIGHT + _GAP) * len(rows) + _GAP)
    sheet, font = Image.new("RGB", size, _GROUND), ImageFont.load_default(15)
    draw = ImageDraw.Draw(sheet)
    for number, (name, row) in enumerate(rows.items()):
        top, left = _GAP + number * (_HEIGHT + _GAP), _LABEL + _GAP
        draw.text((_GAP, top), name, fill=_INK, font=font)
        for column, image in zip(columns, row, strict=True):
            sheet.paste(image, (left, top))
            left += column + _GAP
    return sheet


def thumbnail(image: Image.Image) -> Image.Image:
    return image.resize((round(image.width * _HEIGHT / image.height), _HEIGHT), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
