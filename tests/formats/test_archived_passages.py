"""The words, pictures and addresses of an archived story, each by itself."""

import pytest

from broadsheet.formats.archives.old_addresses import old_path
from broadsheet.formats.archives.passages import parts_of
from broadsheet.formats.archives.wordpress.shortcodes import content_as_html


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://old.example/2019/05/12/slug/", "/2019/05/12/slug/"),
        ("http://www.old.example/slug", "/slug/"),
        ("https://old.example/archive/slug.html", "/archive/slug.html"),
        ("https://old.example/?p=12", "/?p=12"),
        ("https://old.example/blog/?page_id=12", "/blog/?page_id=12"),
        ("https://old.example/%E6%97%A5/", "/日/"),
        ("https://old.example//evil.example//x/", "/evil.example/x/"),
        ("https://old.example/", ""),
        ("https://elsewhere.example/slug/", ""),
        ("https://old.example/slug/?preview=true", ""),
        ("https://old.example/a\\b/", ""),
        ("https://old.example/../../etc/", ""),
        ("https://[broken/", ""),
        ("https://old.example/" + "a" * 3_000, ""),
    ],
)
def test_an_old_address_becomes_a_path_of_this_site_or_nothing(address: str, path: str) -> None:
    assert old_path(address, site="https://old.example") == path


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ('<p>Before <img src="a.jpg"> after.</p>', ["<p>Before  after.</p>", "a.jpg"]),
        ('<p><a href="/x"><img src="a.jpg"></a> After.</p>', ["a.jpg", "<p> After.</p>"]),
        ('<img src="a.jpg"><img src="b.jpg">', ["a.jpg", "b.jpg"]),
        ('<div><p>One</p><img src="a.jpg">Two</div>', ["<p>One</p>", "a.jpg", "Two"]),
        ('<p>Seen <img src="dot.gif" width="1" height="1"> by nobody</p>', ["<p>Seen  by nobody</p>"]),
        ('<ul><li>One <img src="a.jpg"></li><li>Two</li></ul>', ["<ul><li>One </li><li>Two</li></ul>", "a.jpg"]),
    ],
)
def test_pictures_stand_between_passages_and_cut_none_in_two(source: str, kinds: list[str]) -> None:
    parts, _ = parts_of(source)

    shown = [part.replace("<p></p>", "") if isinstance(part, str) else part.renditions[0].href for part in parts]
    assert shown == kinds


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 5_000 + "deep",
        "<p>" + "<b>" * 5_000 + "deep",
        "<figure>" * 2_000 + '<img src="a.jpg">Words.',
        '<img src="a.jpg">' * 3_000,
        "<p>" + 'x<img src="a.jpg">' * 20_000,
        "[caption" * 100_000,
        "[caption]" * 100_000 + "[/caption]",
        "<!-- wp:a " * 100_000,
        "<a " * 100_000 + "<img ",
        " " * 1_000_000 + "<p>Words.",
        "<" * 100_000,
        "<p>x</p>" * 150_000,
        "[gallery ids='" + "1," * 3_000 + "']",
    ],
)
def test_hostile_markup_ends_in_parts_or_a_remark(source: str) -> None:
    markup, _ = content_as_html(source, picture=lambda _: "", gallery=list)

    parts, remarks = parts_of(markup)

    assert parts or remarks


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("One.\n\nTwo\nlines.", "<p>One.</p>\n<p>Two<br/>lines.</p>"),
        ("<h2>Head</h2>\nText.", "<h2>\n<p>Head</p>\n</h2>\n<p>Text.</p>"),
        ("See [sic] and [1].", "<p>See [sic] and [1].</p>"),
        ("[row][column width=2]In.[/column][/row]", "<p>In.</p>"),
        ("[vc_separator]", ""),
    ],
)
def test_the_old_editors_lines_become_paragraphs(content: str, html: str) -> None:
    assert content_as_html(content, picture=lambda _: "", gallery=list)[0] == html
