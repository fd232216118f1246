"""
WordPress's content as HTML: blocks' comments away, paragraphs set as wpautop sets them, shortcodes opened.

A shortcode that Broadsheet does not know loses its brackets and keeps the words between them; each is told.
"""

import html
import re
from collections.abc import Callable

from broadsheet.contracts.archives import Remark

# Each pattern stops at the next bracket or tag: text that opens a million of them is walked through once.
_CAPTION = re.compile(r"\[(?P<end>/?)(?P<name>wp_caption|caption)\b(?P<said>[^\[\]\n]{0,2000})\]")
_GALLERY = re.compile(r"\[gallery\b(?P<said>[^\[\]\n]{0,4000})\]")
_PLAYER = re.compile(
    r"\[(?P<name>embed|video|audio|playlist)\b(?P<said>[^\[\]\n]{0,2000})\]"
    r"(?:(?P<inside>[^\[\n]{0,2000})\[/(?P=name)\])?"
)
# Anything else in brackets is one if it closes, says something with "=", or has a name that no editor would write.
_OPENING = re.compile(r"\[(?P<name>[a-zA-Z][\w-]{1,40})(?P<said>\s[^\]\[\n]{0,2000})?/?\]")
_CLOSING = re.compile(r"\[/(?P<name>[a-zA-Z][\w-]{1,40})\]")
_ATTRIBUTE = re.compile(r"\b([\w-]{1,60})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'\]]+))")
_IMAGE = re.compile(r"(?:<a\b[^<>]*>\s{0,20})?<img\b[^<>]*>(?:\s{0,20}</a>)?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s\"'<>\]]+")
_DYNAMIC = re.compile(r"<!--\s*wp:([a-z][\w/-]{0,80})\s[^<]{0,4000}?/-->")
_BLOCKS = (
    "table|thead|tfoot|caption|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address|style"
    "|p|h1|h2|h3|h4|h5|h6|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details"
    "|menu|summary|iframe|video|audio|script"
)
_BLOCK_EDGE = re.compile(rf"(</?(?:{_BLOCKS})\b[^<>]*>)", re.IGNORECASE)
_STARTS_BLOCK = re.compile(rf"</?(?:{_BLOCKS})\b", re.IGNORECASE)
_BLANK = re.compile(r"\n\s*\n")
_BARE_LINE = re.compile(r"(?m)^[ \t]*(https?://[^\s<>\"']+)[ \t]*$")

Picture = Callable[[int], str]  # HTML of the attachment with that number, "" where there is none
Gallery = Callable[[], list[int]]  # the numbers of the pictures that hang on this post


def content_as_html(content: str, *, picture: Picture, gallery: Gallery) -> tuple[str, tuple[Remark, ...]]:
    """The content as plain HTML, and what of it could not be kept as it was."""
    remarks = [Remark(what=f"block {name}") for name in _DYNAMIC.findall(content)]
    text = content.replace("\r\n", "\n").replace("\r", "\n")
    if "[" in text:
        text = _with_figures(text)
        text = _GALLERY.sub(lambda match: _gallery(match["said"], picture=picture, gallery=gallery), text)
        text = _PLAYER.sub(lambda match: _player(match, remarks), text)
        text = _without_shortcodes(text, remarks)
    # Content of the block editor is HTML already; what the older editor kept has lines for paragraphs.
    if "<!-- wp:" not in text:
        text = paragraphs(_BARE_LINE.sub(lambda match: _link(match[1], remarks), text))
    return text, tuple(remarks)


def paragraphs(text: str) -> str:
    """Lines as wpautop sets them: an empty line parts paragraphs, a single break is one, blocks stay what they are."""
    spaced = _BLOCK_EDGE.sub(r"\n\n\1\n\n", text)
    set_ = []
    for piece in _BLANK.split(spaced):
        words = piece.strip()
        if not words:
            continue
        set_.append(words if _STARTS_BLOCK.match(words) else f"<p>{words.replace(chr(10), '<br/>')}</p>")
    return "\n".join(set_)


def _link(address: str, remarks: list[Remark]) -> str:
    """An address alone on its line, where WordPress would have shown what is there."""
    remarks.append(Remark(what="embed", detail=address))
    return f'\n\n<p><a href="{html.escape(address)}">{html.escape(address)}</a></p>\n\n'


def _said(text: str | None) -> dict[str, str]:
    return {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(text or "")}


def _with_figures(text: str) -> str:
    """Captions as figures: an opening bracket with the closing one that follows it at once."""
    done, written = 0, []
    opening: re.Match[str] | None = None
    for match in _CAPTION.finditer(text):
        if opening is not None and match["end"] and match["name"] == opening["name"]:
            written += [text[done : opening.start()], _figure(opening["said"], text[opening.end() : match.start()])]
            done = match.end()
        opening = None if match["end"] else match
    return "".join([*written, text[done:]])


def _figure(said: str, inside: str) -> str:
    image = _IMAGE.search(inside)
    words = inside[image.end() :].strip() if image else ""
    caption = words or html.escape(_said(said).get("caption", ""), quote=False)
    shown = image[0] if image else inside.strip()
    return f"\n\n<figure>{shown}<figcaption>{caption}</figcaption></figure>\n\n" if caption else f"\n\n{shown}\n\n"


def _gallery(said: str, *, picture: Picture, gallery: Gallery) -> str:
    words = _said(said)
    named = words.get("ids") or words.get("include") or ""
    numbers = [int(number) for number in re.findall(r"\d{1,18}", named)] if named else gallery()
    return "\n\n" + "\n\n".join(filter(None, map(picture, numbers[:100]))) + "\n\n"


def _player(match: re.Match[str], remarks: list[Remark]) -> str:
    said = _said(match["said"])
    places = [match["inside"] or "", *(said.get(name, "") for name in ("src", "mp4", "mp3", "m4a", "ogg", "webm"))]
    address = next((found[0] for place in places if (found := _ADDRESS.search(place))), "")
    remarks.append(Remark(what=f"[{match['name']}]", detail=address))
    return f'\n\n<p><a href="{html.escape(address)}">{html.escape(address)}</a></p>\n\n' if address else ""


def _without_shortcodes(text: str, remarks: list[Remark]) -> str:
    """The text without the brackets of what plugins and themes would have filled; what stood between them stays."""
    closed = {match["name"] for match in _CLOSING.finditer(text)}

    def opened(match: re.Match[str]) -> str:
        name, said = match["name"], match["said"] or ""
        if name not in closed and "=" not in said and "_" not in name and not re.search(r"\w-\d", name):
            return match[0]  # "[sic]" is an editor's
        remarks.append(Remark(what=f"[{name}]", detail=" ".join(said.split())[:200]))
        return ""

    return _CLOSING.sub("", _OPENING.sub(opened, text)) if closed or "[" in text else text
