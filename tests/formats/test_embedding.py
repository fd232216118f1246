"""Pictures whose bytes stand inside an item."""

import hashlib
import json

import pytest

from broadsheet.contracts.news import ItemPicture
from broadsheet.formats.embedding import LARGEST_EMBEDDED, embedded_rendition, rendition_in_base64
from broadsheet.formats.reading import read_items
from formats.made_pictures import png, png_text

G2 = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:a"><rightsInfo><usageTerms>No use in Norland'
    '</usageTerms></rightsInfo><itemMeta><itemClass qcode="ninat:{kind}"/></itemMeta><contentMeta>'
    '<creditline>Siri Vang</creditline><description role="drol:caption">A boat</description>'
    '<description role="drol:altText">Red hull</description></contentMeta><contentSet>{content}</contentSet></newsItem>'
)


def only_picture(document: str | dict[str, object]) -> ItemPicture:
    text = json.dumps(document) if isinstance(document, dict) else document
    ((picture,),) = [item.pictures for item in read_items(text.encode())]
    return picture


INSIDE = {
    "NewsML-G2 inlineData": G2.format(
        kind="picture",
        content=f'<inlineData encoding="base64" contenttype="image/png" rendition="rnd:web">{png_text()}</inlineData>',
    ),
    "NewsML-G2 remoteContent": G2.format(
        kind="picture",
        content=f'<remoteContent href="data:image/png;base64,{png_text()}" rendition="rnd:web"/>',
    ),
    "NewsML-G2 XHTML": G2.format(
        kind="text",
        content=f'<inlineXML><html><body><p>x</p><img alt="Red hull" src="data:image/png;base64,{png_text()}"/>'
        "</body></html></inlineXML>",
    ),
    "ninjs rendition": {
        "uri": "urn:a",
        "type": "picture",
        "renditions": {"web": {"href": f"data:image/png;base64,{png_text()}"}},
    },
    "ninjs HTML": {"uri": "urn:a", "body_html": f"<p>x</p><img src='data:image/png;base64,{png_text()}'>"},
    "NITF media-object": '<nitf><head><docdata><doc-id id-string="n"/></docdata></head><body><body.content>'
    f'<media media-type="image"><media-object encoding="base64">{png_text()}</media-object></media>'
    "</body.content></body></nitf>",
}


@pytest.mark.parametrize("document", INSIDE.values(), ids=INSIDE.keys())
def test_a_picture_inside_an_item_comes_with_its_bytes_and_a_name_made_of_them(
    document: str | dict[str, object],
) -> None:
    (rendition,) = only_picture(document).renditions

    assert rendition.embedded == png()
    assert rendition.href == f"embedded:{hashlib.sha256(png()).hexdigest()}"
    assert (rendition.mimetype, rendition.width, rendition.height, rendition.size) == ("image/png", 4, 3, len(png()))


def test_an_embedded_picture_keeps_caption_credit_alt_text_and_restrictions() -> None:
    picture = only_picture(INSIDE["NewsML-G2 inlineData"])

    assert (picture.caption, picture.credit, picture.alt_text) == ("A boat", "Siri Vang", "Red hull")
    assert picture.usage_terms == "No use in Norland"
    assert picture.renditions[0].purpose == "web"


def test_a_picture_larger_than_any_tag_may_stand_in_xhtml() -> None:
    large = png_text(padding=400_000)
    content = f'<inlineXML><html><body><img src="data:image/png;base64,{large}"/></body></html></inlineXML>'

    assert len(only_picture(G2.format(kind="text", content=content)).renditions[0].embedded) > 400_000


def test_a_body_of_six_megabytes_is_read_where_all_but_its_words_are_pictures() -> None:
    body = f"<p>It sails.</p><img src='data:image/png;base64,{png_text(padding=4_500_000)}'><p>At nine.</p>"

    (item,) = read_items(json.dumps({"uri": "urn:a", "body_html": body}).encode())

    assert item.body_html == "<p>It sails.</p>\n<p>At nine.</p>"
    assert len(item.pictures[0].renditions[0].embedded) > 4_500_000


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>",
        b"<html>",
        png(width=1, height=1),
        png(width=600, height=1),
        b"\xff\xd8\xff" + bytes(LARGEST_EMBEDDED),
        b"%PDF-1.7",
    ],
    ids=["nothing", "SVG", "HTML", "a tracking pixel", "a line", "more than is read", "PDF"],
)
def test_what_is_no_photograph_is_no_rendition(data: bytes) -> None:
    assert embedded_rendition(data) is None


@pytest.mark.parametrize(
    "text",
    [
        png_text().rstrip("="),
        "\r\n  ".join(png_text()[n : n + 76] for n in range(0, len(png_text()), 76)),
        png_text().replace("+", "-").replace("/", "_"),
        png_text().replace("+", "%2B").replace("=", "%3D"),
    ],
    ids=["without padding", "in lines", "URL-safe", "percent"],
)
def test_base64_is_read_as_wires_write_it(text: str) -> None:
    rendition = rendition_in_base64(text)

    assert rendition is not None
    assert rendition.embedded == png()


def test_what_is_called_a_picture_and_is_none_is_left_out() -> None:
    lie = "data:image/png;base64,PHN2Zz48c2NyaXB0PmFsZXJ0KDEpPC9zY3JpcHQ+PC9zdmc+"

    (item,) = read_items(json.dumps({"uri": "urn:a", "body_html": f"<p>x</p><img src='{lie}'>"}).encode())

    assert item.pictures == ()


def test_a_page_that_loads_late_gives_the_picture_it_means() -> None:
    late = f"<img src='data:image/png;base64,{png_text(width=1, height=1)}' data-src='https://e.example/a.jpg'>"

    assert only_picture({"uri": "urn:a", "body_html": late}).renditions[0].href == "https://e.example/a.jpg"


def test_tracking_pixels_and_emoji_are_no_pictures() -> None:
    body = "<p>x</p><img src='https://e.example/t.gif' width='1' height='1'><img class='wp-smiley' src='/s.png'>"

    (item,) = read_items(json.dumps({"uri": "urn:a", "body_html": body}).encode())

    assert item.pictures == ()
