"""
What stands in a story's body, as the readers' templates are handed it: one class a kind of block, and pictures.

`html` fields hold HTML that was cleaned already; everything else is text, and templates escape it.
"""

from dataclasses import dataclass
from typing import ClassVar

from broadsheet.contracts.pieces import ListSlot


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    url: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSource:
    """One format's renditions, such as "image/avif"; list better formats first."""

    content_type: str
    renditions: tuple[Rendition, ...]

    @property
    def srcset(self) -> str:
        return _srcset(self.renditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """
    A picture and its three texts. `url`, `width` and `height` are those of the rendition every browser can read.

    An empty alt text marks a picture that says nothing beyond its caption (WCAG 1.1.1): it is never filled from it.
    One that is not the paper's `own` came over a wire, and is not passed on to other newsrooms.
    """

    url: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""
    is_own: bool = True
    renditions: tuple[Rendition, ...] = ()
    sources: tuple[PictureSource, ...] = ()

    @property
    def srcset(self) -> str:
        return _srcset(self.renditions)

    @property
    def largest(self) -> Rendition:
        """The largest file that every browser can read."""
        own = Rendition(url=self.url, width=self.width)
        return max((own, *self.renditions), key=lambda rendition: rendition.width)

    def height_at(self, width: int) -> int:
        """Its height where it is so wide."""
        return round(width * self.height / self.width) if self.width else 0

    @property
    def is_upright(self) -> bool:
        """Taller than wide: kept from filling a phone's whole screen."""
        return self.height > self.width


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """Paragraphs and lists: cleaned HTML of p, ul, ol, li, a, b, strong, i, em, br."""

    template: ClassVar[str] = "press/blocks/text.html"

    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingBlock:
    template: ClassVar[str] = "press/blocks/heading.html"

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureBlock:
    template: ClassVar[str] = "press/blocks/picture.html"

    picture: PictureView


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteBlock:
    template: ClassVar[str] = "press/blocks/quote.html"

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideBlock:
    """A box beside the story: cleaned HTML under a heading that may be empty."""

    template: ClassVar[str] = "press/blocks/aside.html"

    html: str
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """Rows of text. `head` names the columns; `has_row_heads` says that each row's first cell names the row."""

    template: ClassVar[str] = "press/blocks/table.html"

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    caption: str = ""
    has_row_heads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryBlock:
    """Pictures side by side, each with its own caption and credit."""

    template: ClassVar[str] = "press/blocks/gallery.html"

    pictures: tuple[PictureView, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentBlock:
    """A file to download: `kind` as people call it ("PDF"), `size` in bytes."""

    template: ClassVar[str] = "press/blocks/document.html"

    url: str
    title: str
    kind: str
    size: int

    @property
    def is_ours(self) -> bool:
        """Whether its address begins with the site's."""
        return self.url.startswith("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionsFile:
    """Captions in WebVTT, in the language of that BCP 47 tag."""

    url: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingBlock:
    """
    A film or a sound that plays where it stands and loads nothing before somebody starts it.

    `width` and `height` are those of a film's pictures, so that nothing moves; `seconds` is 0 where nobody knows.
    """

    template: ClassVar[str] = "press/blocks/recording.html"

    url: str
    content_type: str
    title: str
    is_film: bool
    width: int = 0
    height: int = 0
    seconds: int = 0
    caption: str = ""
    credit: str = ""
    poster_url: str = ""
    captions: CaptionsFile | None = None
    transcript: tuple[str, ...] = ()

    @property
    def length(self) -> str:
        """As players write it: 4:05 or 1:02:03."""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedBlock:
    """
    Something of another site: what it is, from whom, and a link.

    `frame_url` is set where that site may be loaded in place, once a reader asked for it, from `frame_host` alone;
    `frame_owner` is who then sees the reader. `frame` names the shape of the place that it is given.
    """

    template: ClassVar[str] = "press/blocks/embed.html"

    url: str
    site: str
    title: str
    source: str = ""
    frame_url: str = ""
    frame_host: str = ""
    frame_owner: str = ""
    frame: str = "wide"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkBlock:
    """Stories named inside the body: a list (see `look.lists.in_body_list`), so that a killed one vanishes."""

    template: ClassVar[str] = "press/blocks/link.html"

    stories: ListSlot


BodyBlock = (
    TextBlock
    | HeadingBlock
    | PictureBlock
    | GalleryBlock
    | QuoteBlock
    | AsideBlock
    | TableBlock
    | DocumentBlock
    | RecordingBlock
    | EmbedBlock
    | LinkBlock
)


def _srcset(renditions: tuple[Rendition, ...]) -> str:
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions)
