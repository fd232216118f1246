"""Addresses of other sites: what they show, from where it would be loaded, and what is no such address."""

import re

import pytest

from broadsheet.edge.answers import with_frames
from broadsheet.stories.embeds import SITES, embedded

SHOWN = [
    ("https://www.youtube.com/watch?v=aBcDeFgHiJk", "https://www.youtube-nocookie.com/embed/aBcDeFgHiJk"),
    ("https://youtu.be/aBcDeFgHiJk?t=7", "https://www.youtube-nocookie.com/embed/aBcDeFgHiJk"),
    ("https://m.youtube.com/watch?app=m&v=aBcDeFgHi-_", "https://www.youtube-nocookie.com/embed/aBcDeFgHi-_"),
    ("https://www.youtube.com/shorts/aBcDeFgHiJk", "https://www.youtube-nocookie.com/embed/aBcDeFgHiJk"),
    ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
    (
        "https://x.com/somebody/status/1234567890123456789",
        "https://platform.twitter.com/embed/Tweet.html?id=1234567890123456789&dnt=true",
    ),
    ("https://twitter.com/a/status/12345?s=20", "https://platform.twitter.com/embed/Tweet.html?id=12345&dnt=true"),
    ("https://www.instagram.com/p/CabcDEF123/", "https://www.instagram.com/p/CabcDEF123/embed/captioned/"),
    (
        "https://www.instagram.com/some.body/reel/CabcDEF123/",
        "https://www.instagram.com/reel/CabcDEF123/embed/captioned/",
    ),
    (
        "https://www.tiktok.com/@some.body/video/7123456789012345678",
        "https://www.tiktok.com/embed/v2/7123456789012345678",
    ),
    ("https://datawrapper.dwcdn.net/aB3dE/12/", "https://datawrapper.dwcdn.net/aB3dE/"),
    (
        "https://open.spotify.com/intl-de/episode/0123456789abcdefghijAB?si=1",
        "https://open.spotify.com/embed/episode/0123456789abcdefghijAB",
    ),
    (
        "https://podcasts.apple.com/gb/podcast/harbour-news/id1234567890",
        "https://embed.podcasts.apple.com/gb/podcast/id1234567890",
    ),
]
NOT_SHOWN = [
    "",
    "https://example.org/watch?v=aBcDeFgHiJk",
    "https://www.youtube.com/",
    "https://www.youtube.com/@channel",
    "https://www.youtube.com.evil.example/watch?v=aBcDeFgHiJk",
    "https://evil.example@www.youtube.com/watch?v=aBcDeFgHiJk",
    "https://www.youtube.com:8443/watch?v=aBcDeFgHiJk",
    "javascript://www.youtube.com/watch?v=aBcDeFgHiJk",
    "https://www.youtube.com/watch?v=aBcDeFgHiJkTooLong",
    'https://www.youtube.com/watch?v="><script>x',
    "https://[youtube.com/watch?v=aBcDeFgHiJk",
    "https://vimeo.com/about",
    "https://x.com/somebody",
    f"https://youtu.be/aBcDeFgHiJk?{'a' * 600}",
]


@pytest.mark.parametrize(("address", "frame"), SHOWN)
def test_an_address_that_people_copy_is_framed_where_it_sees_least(address: str, frame: str) -> None:
    found = embedded(address)

    assert found is not None
    assert found.frame_url == frame
    assert frame.startswith(f"https://{found.site.frame_host}/")


@pytest.mark.parametrize("address", NOT_SHOWN)
def test_what_shows_no_one_thing_of_a_known_site_is_refused(address: str) -> None:
    assert embedded(address) is None


def test_every_site_is_tried_here() -> None:
    assert {found.key for address, _ in SHOWN if (found := embedded(address))} == set(SITES)


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_the_policy_of_a_page_can_name_every_host_that_frames_come_from(site: object) -> None:
    host = site.frame_host  # type: ignore[attr-defined]

    (policy,) = [value for _, value in with_frames([("content-security-policy", "default-src 'none'")], [host])]

    assert re.fullmatch(rf"default-src 'none'; frame-src https://{re.escape(host)}", policy)


@pytest.mark.parametrize(
    "host", ["", "*", "a.example; script-src *", "a.example b.example", "'self'", "localhost", "a/b.example"]
)
def test_no_text_that_is_no_host_gets_into_a_policy(host: str) -> None:
    headers = [("content-security-policy", "default-src 'none'")]

    assert with_frames(headers, [host]) == headers
