"""Wire markup brought down to what a story is made of."""

import pytest
from lxml import etree

from broadsheet.formats.markup import body_of, html_body, text_body


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("<p>One</p><p>Two</p>", "<p>One</p>\n<p>Two</p>"),
        ("<div>One<p>Two</p>Three</div>", "<p>One</p>\n<p>Two</p>\n<p>Three</p>"),
        ("<p>A <b>bold</b> <i>slant</i></p>", "<p>A <strong>bold</strong> <em>slant</em></p>"),
        ("<p><span>A</span><font color='red'>B</font></p>", "<p>AB</p>"),
        ("<p> \n\t </p><p>&nbsp;</p><p><br/></p><p>x</p>", "<p>x</p>"),
        ("<p><h3>Head</h3></p><p>x</p>", "<h3>Head</h3>\n<p>x</p>"),
        ("<h1>A</h1><h5>B</h5>", "<h2>A</h2>\n<h4>B</h4>"),
        ("<p>A<br/>B</p>", "<p>A<br>B</p>"),
        ("<p>A<br/><br/>B</p>", "<p>A</p>\n<p>B</p>"),
        ("<p>a<script>b</script><style>c</style>d<!-- e --></p>", "<p>ad</p>"),
        ("<p>5 &lt; 6 &amp; 7</p>", "<p>5 &lt; 6 &amp; 7</p>"),
        ("<p>It&amp;#39;s</p>", "<p>It's</p>"),
        ("<p><a href='javascript:x()'>A</a><a href='https://a.org/?a=1&amp;b=2'>B</a></p>",
         '<p>A<a href="https://a.org/?a=1&amp;b=2">B</a></p>'),
        ("<ul><li><p>A</p><p>B</p></li><li></li></ul>", "<ul><li>A<br>B</li></ul>"),
        ("<blockquote>A</blockquote>", "<blockquote><p>A</p></blockquote>"),
        (
            "<table><caption>T</caption><tr><th scope='x'>H</th></tr><tr><td colspan='2'>D</td></tr></table>",
            '<p>T</p>\n<table><tr><th>H</th></tr><tr><td colspan="2">D</td></tr></table>',
        ),
        ("<figure><img src='a.jpg'/><figcaption>Cap</figcaption></figure><p>x</p>", "<p>x</p>"),
        ("<header><h1>Again</h1></header><section><p>x</p></section>", "<p>x</p>"),
        ("no markup", "<p>no markup</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_html_becomes_plain_blocks(source: str, body: str) -> None:
    assert html_body(source) == body


def test_a_mark_around_paragraphs_marks_each_of_them() -> None:
    root = etree.fromstring("<body><b><p>A</p><p>B <b>C</b></p></b></body>")

    assert body_of(root) == "<p><strong>A</strong></p>\n<p><strong>B C</strong></p>"


def test_headline_and_byline_are_not_said_twice() -> None:
    body = html_body("<h1>Ferry back</h1><p>By Jane Roe</p><p>It sails.</p>", repeats=("Ferry back", "Jane Roe"))

    assert body == "<p>It sails.</p>"


def test_lines_broken_by_width_are_joined() -> None:
    body = html_body("<p>The ferry that left the quay in the morning of <br/>Friday was greeted by a row of horns.</p>")

    assert body == "<p>The ferry that left the quay in the morning of Friday was greeted by a row of horns.</p>"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("One\r\n\r\nTwo\r\n", "<p>One</p>\n<p>Two</p>"),
        ("One\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("   One starts\nand goes on in a line of some fifty characters or so\n   Two", None),
        ("A & B < C", "<p>A &amp; B &lt; C</p>"),
        ("\x00\ud800x", "<p>x</p>"),
        ("", ""),
    ],
)
def test_plain_text_becomes_paragraphs(text: str, body: str | None) -> None:
    expected = "<p>One starts<br>and goes on in a line of some fifty characters or so</p>\n<p>Two</p>"

    assert text_body(text) == (expected if body is None else body)
