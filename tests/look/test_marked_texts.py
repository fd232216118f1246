"""Every text of a template that a person reads is marked for translation, whichever room it stands in."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType

PACKAGE = Path(__file__).parents[2] / "src" / "broadsheet"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))

WORD = re.compile(r"[^\W\d_]{2,}")
QUOTED = re.compile(r"""(?P<before>[\w|:=(]*)(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
SHOWN = {"title", "aria-label", "aria-description", "alt", "placeholder", "label"}
SILENT = {"script", "style", "svg", "code", "pre"}
MARKING = {"translate", "trans", "blocktranslate", "blocktrans", "plural"}
# Filters, arguments and tags whose quoted words no person reads.
UNREAD = re.compile(
    r"(_\(|\|?(date|time):|(classname|sizes|kind|template|name|as|id_for_label|place|context|with_label)=)$"
)
UNREAD_TAGS = {
    "include",
    "extends",
    "load",
    "url",
    "static",
    "versioned_static",
    "asset",
    "block",
    "icon",
    "if",
    "elif",
}
BRAND = {"Broadsheet"}
CODES = {
    "accounts/templates/broadsheet_accounts/entrance.html": {"login"},  # a block that names Wagtail's own style
    "press/templates/press/author.html": {"profile"},  # Open Graph's kinds of pages
    "press/templates/press/search_empty.html": {"autofocus"},  # attributes that a block gives
    "press/templates/press/story.html": {"article", 'data-hit="'},
}


class Read(HTMLParser):
    """The words between tags, and those of attributes that are shown or said."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        is_button = tag == "input" and dict(attrs).get("type") in {"submit", "button"}
        for name, value in attrs:
            if name in SHOWN or name.startswith("data-says") or (is_button and name == "value"):
                self._take(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in SILENT))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._take(data)

    def _take(self, text: str) -> None:
        if WORD.search(text):
            self.texts.append(" ".join(text.split()))


def unmarked(source: str) -> list[str]:
    """The texts of a template outside the tags that mark them."""
    reader, found, is_marked, is_comment = Read(), [], False, False
    for token in Lexer(source).tokenize():
        tag = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type is TokenType.TEXT:
            if not is_marked and not is_comment:
                reader.feed(token.contents)
        elif tag in {"blocktranslate", "blocktrans", "endblocktranslate", "endblocktrans"}:
            is_marked = not tag.startswith("end")
        elif tag in {"comment", "endcomment"}:
            is_comment = tag == "comment"
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR} and tag not in MARKING | UNREAD_TAGS:
            found += _quoted(token)
    reader.close()
    return [text for text in [*reader.texts, *found] if text not in BRAND]


def _quoted(token: Token) -> Iterator[str]:
    for quoted in QUOTED.finditer(token.contents):
        text = quoted["text"]
        is_sentence = " " in text.strip() or text[:1].isupper()
        if WORD.search(text) and is_sentence and not UNREAD.search(quoted["before"]):
            yield text


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 150


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_text_of_a_template_is_marked(template: Path) -> None:
    allowed = CODES.get(str(template.relative_to(PACKAGE)), set())

    assert set(unmarked(template.read_text("utf-8"))) - allowed == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello there</p>", ["Hello there"]),
        ("<p>{% translate 'Hello there' %}</p>", []),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}", []),
        ('<img alt="A quay" class="wide one">', ["A quay"]),
        ('<a data-says-gone="It went" href="/a b">{{ name }}</a>', ["It went"]),
        ('{{ name|default:"Nobody yet" }}', ["Nobody yet"]),
        ('{{ at|date:"j F Y" }}{% comment %}For us{% endcomment %}<script>let itsWords = 1</script>', []),
        ('<input type="submit" value="Send it">', ["Send it"]),
    ],
)
def test_what_is_not_marked_is_found(source: str, found: list[str]) -> None:
    assert unmarked(source) == found
