"""
Headline, description and body of a ninjs document.

ninjs 1 has a property for each role (`headline`, `description_text`, `body_xhtml`), ninjs 2 and 3 lists of objects
with role, content type and value (`headlines`, `descriptions`, `bodies`).
"""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.contracts.news import ItemPicture, WireFormatError
from broadsheet.formats.fields import Fields
from broadsheet.formats.figures import nitf_pictures
from broadsheet.formats.html_copy import html_copy
from broadsheet.formats.markup import body_of, looks_like_html, parse_html, text_body
from broadsheet.formats.wording import one_line, same_words
from broadsheet.formats.xml import descendants, parse_xml, text_of

_HEADLINE_ROLES = ("main", "", "headline", "text", "simple")
_SUMMARY_ROLES = (
    "summary",
    "abstract",
    "standfirst",
    "teaser",
    "lead",
    "text",
    "main",
    "",
    "html",
    "xhtml",
    "richtext",
)
_CAPTION_ROLES = ("caption", "caption_text", "caption_html", "caption_xhtml", "text", "main", "", "html", "xhtml")
_ALT_ROLES = ("alttext", "alt_text", "alt", "altdescription")
_HTML_ROLES = ("xhtml", "html", "html5", "richtext", "richhtml5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One way in which a document words something."""

    role: str
    content_type: str
    words: str

    @property
    def is_html(self) -> bool:
        return "html" in self.content_type or self.role in _HTML_ROLES or looks_like_html(self.words)

    @property
    def is_nitf(self) -> bool:
        return "nitf" in self.content_type.lower() or self.role == "nitf"

    @property
    def line(self) -> str:
        """The words alone, on one line."""
        if not self.is_html and "</" not in self.words and "/>" not in self.words:
            return one_line(html.unescape(self.words))  # "Lord&#39;s" in a plain text is a wire's slip
        return text_of(parse_html(self.words))


def passages(fields: Fields, *, singular: str, plural: str) -> list[Passage]:
    """All wordings of one kind, those of the newer form first."""
    return [*_listed(fields, plural), *_suffixed(fields, singular)]


def _listed(fields: Fields, plural: str) -> Iterator[Passage]:
    for entry in fields.entries(plural):
        words = entry.text("value", "name")
        if words:
            yield Passage(
                role=entry.line("role").casefold(), content_type=entry.line("contenttype").casefold(), words=words
            )


def _suffixed(fields: Fields, singular: str) -> Iterator[Passage]:
    for name in fields.values:
        if name == singular or name.startswith(f"{singular}_"):
            words = fields.text(name)
            role = name[len(singular) + 1 :]
            if words:
                yield Passage(role=role, content_type="text/html" if role.endswith("html") else "", words=words)


def in_role(found: list[Passage], *roles: str) -> str:
    """The words of the first of these roles, on one line; within a role plain text before markup."""
    for role in roles:
        same = sorted((passage for passage in found if passage.role == role), key=lambda passage: passage.is_html)
        line = next((words for passage in same if (words := passage.line)), "")
        if line:
            return line
    return ""


def headline_of(fields: Fields) -> str:
    """The main headline, else the first that there is, else the title."""
    found = passages(fields, singular="headline", plural="headlines")
    return (
        in_role(found, *_HEADLINE_ROLES) or next((line for p in found if (line := p.line)), "") or fields.line("title")
    )


def standfirst_of(fields: Fields, *, headline: str) -> str:
    """The summary, if it is not the headline again."""
    line = in_role(passages(fields, singular="description", plural="descriptions"), *_SUMMARY_ROLES)
    return "" if same_words(line, headline) else line


def caption_of(fields: Fields) -> str:
    return in_role(passages(fields, singular="description", plural="descriptions"), *_CAPTION_ROLES)


def stated_caption_of(fields: Fields) -> str:
    """The caption where the document calls it one."""
    found = passages(fields, singular="description", plural="descriptions")
    return in_role(found, *(role for role in _CAPTION_ROLES if "caption" in role))


def alt_text_of(fields: Fields) -> str:
    """A picture's words for those who do not see it; Superdesk sends them as the picture's `body_text`."""
    stated = in_role(passages(fields, singular="description", plural="descriptions"), *_ALT_ROLES)
    return fields.line("alttext", "alt_text", "alt") or stated or fields.line("body_text")


def credit_line_of(fields: Fields) -> str:
    described = in_role(passages(fields, singular="description", plural="descriptions"), "creditline", "credit")
    return fields.line("creditline", "credit_line", "credit") or described


def body_of_document(fields: Fields, *, repeats: Sequence[str]) -> tuple[str, list[ItemPicture]]:
    """
    The best body as HTML blocks and the pictures in it: HTML before NITF before plain text, the main role first.

    :raises WireFormatError: if the body is out of proportion
    """
    found = passages(fields, singular="body", plural="bodies")
    for passage in sorted(found, key=_preference):
        body, pictures = _read(passage, repeats=repeats)
        if body or pictures:
            return body, pictures
    return "", []


def _preference(passage: Passage) -> tuple[int, int]:
    if passage.is_html:
        return 0, 0 if passage.role in {"main", "html", "xhtml", ""} else 1
    if passage.is_nitf:
        return 1, 0
    return (3 if "xml" in passage.content_type else 2), 0 if passage.role in {"main", "text", ""} else 1


def _read(passage: Passage, *, repeats: Sequence[str]) -> tuple[str, list[ItemPicture]]:
    if passage.is_nitf:
        return _read_nitf(passage, repeats=repeats)
    if passage.is_html:
        return html_copy(passage.words, repeats=repeats)
    if "xml" in passage.content_type:
        return "", []  # an agency's own XML inside JSON (ttnitf): its HTML and text say the same
    return text_body(passage.words, repeats=repeats), []


def _read_nitf(passage: Passage, *, repeats: Sequence[str]) -> tuple[str, list[ItemPicture]]:
    try:
        root = parse_xml(passage.words.encode())
    except WireFormatError:
        return html_copy(passage.words, repeats=repeats)[0], []
    content = next(descendants(root, "body.content"), root)
    return body_of(content, repeats=repeats), nitf_pictures(content)
