"""The tree of NewsComponents: which ContentItem is the copy, which a caption, which the file of a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from lxml import etree

from broadsheet.contracts.news import Kind
from broadsheet.formats.wording import language_tag
from broadsheet.formats.xml import attribute, child, children, local

_MOST_CONTENTS = 1_000
_DEEPEST = 100  # the deepest real document measured has 4


class Use(Enum):
    """What a text in a component is for."""

    COPY = auto()
    SUPPORTING = auto()  # a sidebar: the copy only where there is no other
    CAPTION = auto()
    SUMMARY = auto()
    OTHER = auto()  # the headline again, a style sheet, whom to call


_USES = {
    "caption": Use.CAPTION,
    "abstract": Use.SUMMARY,
    "summary": Use.SUMMARY,
    "teaser": Use.SUMMARY,
    "contact": Use.OTHER,
    "headline": Use.OTHER,
    "subheadline": Use.OTHER,
    "title": Use.OTHER,
    "stylesheet": Use.OTHER,
    "supporting": Use.SUPPORTING,
    "sidebar": Use.SUPPORTING,
}
_MEDIA = {
    "text": Kind.TEXT,
    "photo": Kind.PICTURE,
    "photofront": Kind.PICTURE,
    "picture": Kind.PICTURE,
    "image": Kind.PICTURE,
    "graphic": Kind.GRAPHIC,
    "video": Kind.VIDEO,
    "audio": Kind.AUDIO,
}
_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".webp")
_PICTURE_FORMATS = ("jpeg", "jpg", "png", "gif", "tiff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """
    A ContentItem and the NewsComponents around it, outermost first.

    Parts with one `group` are the same content in several ways (formats, sizes): one of them is enough.
    """

    content: etree._Element
    around: tuple[etree._Element, ...]
    group: etree._Element
    roles: tuple[str, ...]  # of each component around it, in small letters, "" for none
    language: str  # that the innermost component states
    kind: Kind
    use: Use

    @property
    def component(self) -> etree._Element:
        """The innermost component around it."""
        return self.around[-1]

    @property
    def role(self) -> str:
        """The role of the innermost component."""
        return self.roles[-1]


def parts_of(item: etree._Element) -> list[Part]:
    """Every ContentItem of a NewsItem in document order; of more than a thousand, the first thousand."""
    found: list[Part] = []
    for part in _parts(item, _Place()):
        found.append(part)
        if len(found) == _MOST_CONTENTS:
            break
    return found


def copy_of(parts: Sequence[Part], *, language: str) -> list[Part]:
    """
    The texts that are the story, in order: those with the role Main before others, supporting ones only without them.

    Of a story in several languages the one that the item is in.
    """
    texts = [part for part in parts if part.kind is Kind.TEXT]
    for use in (Use.COPY, Use.SUPPORTING):
        copy = [part for part in texts if part.use is use]
        if copy:
            spoken = [part for part in copy if part.language in {"", language}]
            mains = [part for part in spoken or copy if part.role == "main"]
            return mains or spoken or copy
    return []


def language_stated(component: etree._Element | None) -> str:
    """The language in a component's own DescriptiveMetadata, "" for none."""
    described = child(component, "DescriptiveMetadata")
    tags = (plain_language(attribute(stated, "FormalName")) for stated in children(described, "Language"))
    return next((tag for tag in tags if tag), "")


def plain_language(tag: str) -> str:
    """A language tag with its language in small letters: "en" of "EN"."""
    language, dash, rest = language_tag(tag).partition("-")
    return language.lower() + dash + rest


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the tree of components a walk is; each component is asked once, however much it holds."""

    around: tuple[etree._Element, ...] = ()
    roles: tuple[str, ...] = ()
    language: str = ""
    group: etree._Element | None = None

    def inside(self, component: etree._Element) -> "_Place":
        is_choice = self.group is None and attribute(component, "EquivalentsList").casefold() == "yes"
        return _Place(
            around=(*self.around, component),
            roles=(*self.roles, attribute(child(component, "Role"), "FormalName").casefold()),
            language=language_stated(component) or self.language,
            group=component if is_choice else self.group,
        )


def _parts(element: etree._Element, place: _Place) -> Iterator[Part]:
    if len(place.around) > _DEEPEST:
        return
    for inner in element:
        name = local(inner)
        if name == "NewsComponent":
            yield from _parts(inner, place.inside(inner))
        elif name == "ContentItem" and place.around:
            yield Part(
                content=inner,
                around=place.around,
                roles=place.roles,
                language=place.language,
                group=place.around[-1] if place.group is None else place.group,
                kind=_kind(inner),
                use=_use(place.roles),
            )


def _use(roles: Sequence[str]) -> Use:
    """What the innermost role says; what is supported by a sidebar's own Main is still a sidebar."""
    uses = [_USES.get(role, Use.COPY) for role in roles if role]
    use = uses[-1] if uses else Use.COPY
    return Use.SUPPORTING if Use.SUPPORTING in uses and use is Use.COPY else use


def _kind(content: etree._Element) -> Kind:
    """What a ContentItem holds, from its media type, MIME type and format, else from its file's name."""
    media = _MEDIA.get(attribute(child(content, "MediaType"), "FormalName").casefold())
    mime = attribute(child(content, "MimeType"), "FormalName").casefold()
    layout = attribute(child(content, "Format"), "FormalName").casefold()
    if mime == "text/css" or layout == "css":
        return Kind.OTHER
    if media is not None:
        return media
    if mime:
        kind = _MEDIA.get(mime.partition("/")[0], Kind.OTHER)
        return Kind.TEXT if "html" in mime or "nitf" in mime or "xml" in mime else kind
    address = attribute(content, "Href").partition("?")[0].casefold()
    if address.endswith(_SUFFIXES) or layout.startswith(_PICTURE_FORMATS):
        return Kind.PICTURE
    return Kind.OTHER if address else Kind.TEXT
