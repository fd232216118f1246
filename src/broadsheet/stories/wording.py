"""The words of markup, without it: pure."""

import html
import re

_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"</?(?:p|div|h[1-6]|li|ul|ol|br|blockquote|table|tr|td|th)\b[^<>]*>", re.IGNORECASE)


def plain_text(markup: str) -> str:
    """The words of markup on one line."""
    return " ".join(html.unescape(_TAG.sub("", _BREAK.sub(" ", markup))).split())


def paragraphs(markup: str) -> list[str]:
    """The words of markup, one entry a paragraph."""
    parts = re.split(r"\x00+", _BREAK.sub("\x00", markup))
    return [text for text in (plain_text(part) for part in parts) if text]
