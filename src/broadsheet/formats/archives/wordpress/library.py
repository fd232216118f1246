"""What the first look through a WXR file keeps for the second: pictures, authors, reusable blocks."""

import html
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from lxml import etree

from broadsheet.contracts.news import ItemPicture, Rendition
from broadsheet.formats.figures import picture
from broadsheet.formats.html_copy import joined_address

_SIZED = re.compile(r"-\d{1,5}x\d{1,5}(?=\.[a-zA-Z]{3,4}$)")
_NUMBER = re.compile(r"\bwp-image-(\d{1,18})\b")
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


@dataclass(frozen=True, slots=True)
class Attachment:
    """
    A file of the old site's media library. A tuple's worth of memory each: big sites have hundreds of thousands.

    Caption, credit and alt text are three things; WordPress keeps the credit that stood inside the file.
    """

    address: str
    caption: str = ""
    credit: str = ""
    alt_text: str = ""
    parent: int = 0

    @property
    def is_picture(self) -> bool:
        return urlsplit(self.address).path.lower().endswith(_PICTURES)


@dataclass(slots=True)
class Library:
    """Filled by the survey, asked while stories are read."""

    attachments: dict[int, Attachment] = field(default_factory=dict)
    site: str = ""
    authors: dict[str, str] = field(default_factory=dict)  # login: the name that readers saw
    blocks: dict[int, str] = field(default_factory=dict)  # reusable ones, by number
    _of_parent: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, number: int, attachment: Attachment) -> None:
        attachment = replace(attachment, address=joined_address(f"{self.site}/", attachment.address))
        if number not in self.attachments and attachment.parent and attachment.is_picture:
            self._of_parent[attachment.parent].append(number)
        self.attachments[number] = attachment

    def gallery_of(self, post: int) -> list[int]:
        return self._of_parent.get(post, [])

    def picture(self, number: int) -> ItemPicture | None:
        """The picture with that number and its own texts."""
        kept = self.attachments.get(number)
        if kept is None or not kept.is_picture:
            return None
        return picture(
            caption=kept.caption, credit=kept.credit, alt_text=kept.alt_text,
            renditions=[Rendition(href=kept.address)],
        )  # fmt: skip

    def figure(self, number: int) -> str:
        """The same as HTML, for the place of a gallery."""
        kept = self.attachments.get(number)
        if kept is None or not kept.is_picture:
            return ""
        image = f'<img class="wp-image-{number}" src="{html.escape(kept.address)}" alt="{html.escape(kept.alt_text)}">'
        return f"<figure>{image}<figcaption>{html.escape(kept.caption, quote=False)}</figcaption></figure>"

    def name_originals(self, root: etree._Element) -> None:
        """Let each image name its original and not the size it was shown in, and say what only the library knows."""
        for image in root.iter("img"):
            number = _NUMBER.search(image.get("class") or "")
            kept = self.attachments.get(int(number[1])) if number else None
            if kept is None:
                source = joined_address(f"{self.site}/", (image.get("src") or "").strip())
                image.set("src", _SIZED.sub("", source) if "/uploads/" in source else source)
                continue
            image.set("src", kept.address)
            if not (image.get("alt") or "").strip():
                image.set("alt", kept.alt_text)
            if kept.credit:
                _say_credit(image, kept.credit)


def _say_credit(image: etree._Element, credit: str) -> None:
    """Where the reader of figures finds it: in a figure, under the class that means it."""
    figure = next(image.iterancestors("figure"), None)
    if figure is None or len(list(figure.iter("img"))) > 1:
        figure = etree.Element("figure")
        parent = image.getparent()
        assert parent is not None  # noqa: S101  an HTML parser puts everything into html and body
        figure.tail, image.tail = image.tail, None
        parent.replace(image, figure)
        figure.append(image)
    etree.SubElement(figure, "small", {"class": "credit"}).text = credit
