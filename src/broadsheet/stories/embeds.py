"""
Sites whose things stories may show: how their addresses look, and from where a reader's browser would load them.

Pure. A new site is one line in `SITES`. Nothing here is asked over the network, and no site may be loaded on a page
before an administrator has allowed it (`models.EmbedSite`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

_LONGEST_ADDRESS = 500


class Frame(StrEnum):
    """The shape of the place that is kept for it, by the name of its class in the style sheet."""

    WIDE = "wide"  # a film: sixteen by nine
    TALL = "tall"  # a post or an upright film
    CHART = "chart"
    SOUND = "sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """
    `hosts` are those of addresses that people copy; `page` finds what is meant in the path and query behind them.

    `source` is the address that is framed, with the names of what `page` found; `owner` is who then sees the reader.
    """

    name: str
    owner: str
    hosts: frozenset[str]
    page: re.Pattern[str]
    source: str
    frame: Frame

    @property
    def frame_host(self) -> str:
        """The one host that a page with such a frame lets in."""
        return urlsplit(self.source).netloc


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """Something of another site: `key` names the site, `frame_url` is what a browser would load."""

    key: str
    site: Site
    frame_url: str


def _site(name: str, *, owner: str, hosts: str, page: str, source: str, frame: Frame) -> Site:
    return Site(
        name=name,
        owner=owner,
        hosts=frozenset(hosts.split()),
        page=re.compile(page),
        source=source,
        frame=frame,
    )


# Where a site has an address that sets no cookies or hears "do not track", that is the one.
SITES: Mapping[str, Site] = MappingProxyType(
    {
        "youtube": _site(
            "YouTube",
            owner="Google",
            hosts="youtube.com www.youtube.com m.youtube.com youtu.be www.youtube-nocookie.com",
            page=r"/(?:watch\?(?:.*&)?v=|shorts/|live/|embed/)?(?P<id>[\w-]{11})(?![\w-])",
            source="https://www.youtube-nocookie.com/embed/{id}",
            frame=Frame.WIDE,
        ),
        "vimeo": _site(
            "Vimeo",
            owner="Vimeo",
            hosts="vimeo.com www.vimeo.com player.vimeo.com",
            page=r"/(?:video/)?(?P<id>\d{5,12})(?!\d)",
            source="https://player.vimeo.com/video/{id}?dnt=1",
            frame=Frame.WIDE,
        ),
        "x": _site(
            "X",
            owner="X Corp.",
            hosts="x.com www.x.com mobile.x.com twitter.com www.twitter.com mobile.twitter.com",
            page=r"/\w{1,20}/status/(?P<id>\d{5,25})(?!\d)",
            source="https://platform.twitter.com/embed/Tweet.html?id={id}&dnt=true",
            frame=Frame.TALL,
        ),
        "instagram": _site(
            "Instagram",
            owner="Meta",
            hosts="instagram.com www.instagram.com",
            page=r"/(?:[\w.]+/)?(?P<kind>p|reel|tv)/(?P<id>[\w-]{5,20})(?![\w-])",
            source="https://www.instagram.com/{kind}/{id}/embed/captioned/",
            frame=Frame.TALL,
        ),
        "tiktok": _site(
            "TikTok",
            owner="TikTok",
            hosts="tiktok.com www.tiktok.com m.tiktok.com",
            page=r"/@[\w.-]{1,40}/video/(?P<id>\d{8,25})(?!\d)",
            source="https://www.tiktok.com/embed/v2/{id}",
            frame=Frame.TALL,
        ),
        "datawrapper": _site(
            "Datawrapper",
            owner="Datawrapper",
            hosts="datawrapper.dwcdn.net www.datawrapper.de",
            page=r"/(?:_/)?(?P<id>[A-Za-z0-9]{5})(?:/|$)",
            source="https://datawrapper.dwcdn.net/{id}/",
            frame=Frame.CHART,
        ),
        "spotify": _site(
            "Spotify",
            owner="Spotify",
            hosts="open.spotify.com",
            page=r"/(?:intl-\w+/|embed/)?(?P<kind>track|album|playlist|episode|show)/(?P<id>[A-Za-z0-9]{22})",
            source="https://open.spotify.com/embed/{kind}/{id}",
            frame=Frame.SOUND,
        ),
        "apple_podcasts": _site(
            "Apple Podcasts",
            owner="Apple",
            hosts="podcasts.apple.com embed.podcasts.apple.com",
            page=r"/(?P<place>[a-z]{2})/podcast/(?P<name>[\w%-]{1,120}/)?id(?P<id>\d{6,12})",
            source="https://embed.podcasts.apple.com/{place}/podcast/id{id}",
            frame=Frame.SOUND,
        ),
    }
)


def embedded(address: str) -> Embedded | None:
    """What an address of one of the sites shows, or None where it is no such address."""
    if len(address) > _LONGEST_ADDRESS or not address.isascii() or not address.isprintable():
        return None
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
        is_plain = parts.scheme in {"https", "http"} and parts.port is None and "@" not in parts.netloc
    except ValueError:
        return None
    if not is_plain:
        return None
    behind = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    for key, site in SITES.items():
        if host in site.hosts and (found := site.page.match(behind)):
            return Embedded(key=key, site=site, frame_url=site.source.format(**found.groupdict()))
    return None


def site_names() -> str:
    """The sites as a sentence names them."""
    *first, last = (site.name for site in SITES.values())
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last}
