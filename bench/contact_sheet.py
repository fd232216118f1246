"""
Every kind of readers' page on one sheet, at four widths, light and dark: `make contact-sheet`.

Starts the demo edition in a home that is thrown away, follows its links to one page of each kind, and writes
`docs/pictures/contact-sheet-light.webp` and `-dark.webp`. Takes some three minutes; needs Debian's chromium.
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
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, sync_playwright
from servers import free_port

PICTURES = Path(__file__).parents[1] / "docs/pictures"
WIDTHS = {360: 780, 768: 1024, 1280: 900, 1920: 1080}
SCHEMES = ("light", "dark")
# One page of each kind: its address, or where a link to it stands.
KINDS: Mapping[str, tuple[str, str]] = {
    "Front": ("/", ""),
    "Section": ("/world/", ""),
    "Story": ("/", ".lead .headline"),
    "Text only": ("/", ".lead .headline >> a[href^='/text/']"),
    "Author": ("/", ".lead .headline >> .byline a"),
    "Topic": ("/", ".lead .headline >> .topics a"),
    "Topics": ("/topics/", ""),
    "Latest by day": ("/latest/", ""),
    "About": ("/about/", ""),
    "Popular": ("/popular/", ""),
    "Search": ("/search/?q=harbour", ""),
    "Nothing found": ("/search/?q=zzzzzz", ""),
    "Corrections": ("/corrections/", ""),
    "Not there": ("/no/such/page/", ""),
}
_HEIGHT, _GAP, _LABEL = 300, 12, 120  # pixels of a thumbnail, between two, and of a row's name
_PATIENCE = 5.0  # seconds for the pictures of one screen
_PICTURES_ARE_HERE = """() => [...document.images].every(
  (each) => each.complete || each.getBoundingClientRect().top > innerHeight)"""
_GROUND, _INK = "#e9e7e2", "#333333"


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="broadsheet-sheet-", ignore_cleanup_errors=True) as home,
        demo(Path(home)) as readers,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for scheme in SCHEMES:
            sheet = sheet_of(shots(browser, readers=readers, scheme=scheme))
            sheet.save(PICTURES / f"contact-sheet-{scheme}.webp", quality=70, method=6)
        browser.close()


@contextmanager
def demo(home: Path) -> Iterator[str]:
    """The demo edition, until it is left; gives its readers' address."""
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
        yield f"http://localhost:{readers}"
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


def shots(browser: Browser, *, readers: str, scheme: str) -> Mapping[str, list[Image.Image]]:
    """The pages' first screens by kind, one a width."""
    taken: dict[str, list[Image.Image]] = {name: [] for name in KINDS}
    for width, height in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page = context.new_page()
        for name, (address, link) in KINDS.items():
            go_to(page, readers + address, link)
            taken[name].append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
        context.close()
    return taken


def go_to(page: Page, address: str, links: str) -> None:
    """Open the address, follow the first of each of the links after it, and wait for the pictures in sight."""
    page.goto(address)
    for link in filter(None, links.split(" >> ")):
        href = page.locator(link).first.get_attribute("href")
        page.goto(urljoin(page.url, href))
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
