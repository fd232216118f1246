"""What machines ask every site for: which addresses they may read, who hears of holes, its name and its icons."""

import json
from datetime import UTC, datetime

from broadsheet.contracts.pieces import Page, Piece, Redirect
from broadsheet.formats.syndication.markup import rfc_3339
from broadsheet.formats.wording import printable
from broadsheet.look.assets import asset_url
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.plates import Plates, page_piece
from broadsheet.stories.addresses import SEARCH_PATH

ROBOTS_PATH = "/robots.txt"
SECURITY_PATH = "/.well-known/security.txt"
MANIFEST_PATH = "/site.webmanifest"
SITEMAP_PATH = "/sitemap.xml"
NEWS_SITEMAP_PATH = "/news-sitemap.xml"

_TEXT = (("content-type", "text/plain; charset=utf-8"),)
_PAPER = "#fdfcf9"  # the ground of every page in the light, as the shell says it
_ICONS = (("icon-192.png", "192x192"), ("icon-512.png", "512x512"))
# Feed readers, bookmarks and older phones ask for these without reading a page: each was a whole 404.
_ASKED_FOR_UNNAMED = {"/favicon.ico": "icon-192.png", "/apple-touch-icon.png": "icon-180.png"}
_MONTHS_SAID = 6  # RFC 9116 wants less than a year


def machine_files(edition: Edition, *, security_contact: str) -> Plates:
    """`security_contact` is an address of the web; without one there is no file that names it."""
    pieces: dict[str, Piece] = {
        page_piece(ROBOTS_PATH): Page(parts=(_robots(edition),), headers=_TEXT),
        page_piece(MANIFEST_PATH): _manifest(edition),
        **{page_piece(path): Redirect(location=asset_url(name)) for path, name in _ASKED_FOR_UNNAMED.items()},
    }
    if not security_contact:
        return Plates(pieces=pieces, removed=frozenset({page_piece(SECURITY_PATH)}))
    said = _security(edition, contact=security_contact)
    return Plates(pieces={**pieces, page_piece(SECURITY_PATH): Page(parts=(said,), headers=_TEXT)})


def _robots(edition: Edition) -> str:
    """Everything may be read but where hits are posted and what is made of a query, which has no end (RFC 9309)."""
    return (
        # Without the end mark a story about hitchhikers would be kept out too.
        f"User-agent: *\nDisallow: /hit$\nDisallow: /hit?\nDisallow: {SEARCH_PATH}\nAllow: /\n\n"
        f"Sitemap: {edition.whole_address(SITEMAP_PATH)}\nSitemap: {edition.whole_address(NEWS_SITEMAP_PATH)}\n"
    )


def _security(edition: Edition, *, contact: str) -> str:
    lines = [
        f"Contact: {contact}",
        f"Expires: {rfc_3339(_said_until(edition.now))}",
        f"Preferred-Languages: {edition.language}",
    ]
    if edition.site_url.startswith("https://"):  # RFC 9116 allows no other
        lines.append(f"Canonical: {edition.whole_address(SECURITY_PATH)}")
    return "".join(f"{line}\n" for line in lines)


def _said_until(now: datetime) -> datetime:
    """The first of a month, so that the file changes once a month however often it is pressed."""
    months = now.year * 12 + now.month - 1 + _MONTHS_SAID
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


def _manifest(edition: Edition) -> Page:
    said = {
        "id": "/",
        "name": printable(edition.paper),
        "short_name": printable(edition.paper),
        "lang": edition.language,
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [
            *({"src": asset_url(name), "sizes": sizes, "type": "image/png"} for name, sizes in _ICONS),
            {"src": asset_url("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"
    return Page(parts=(text,), headers=(("content-type", "application/manifest+json"),))
