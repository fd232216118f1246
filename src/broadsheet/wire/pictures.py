"""Pictures that lie beside a wire file, read into the media library."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import structlog
from django.utils.translation import gettext_noop, override

from broadsheet.contracts.fetching import SourceKind
from broadsheet.contracts.news import ItemPicture, Rendition
from broadsheet.media.actions import PictureError, add_picture
from broadsheet.media.models import Picture
from broadsheet.wire import sentences
from broadsheet.wire.models import Source

log = structlog.get_logger(__name__)

# Gives the library's picture, or None and what to tell the desk.
PictureFinder = Callable[[ItemPicture], tuple[Picture | None, str]]

PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff")
LARGEST_PICTURE = 30_000_000  # bytes, as for uploads
_SMALL = ("thumb", "preview", "small")


def no_pictures(picture: ItemPicture) -> tuple[Picture | None, str]:
    """For bytes that came without a place where pictures could lie; one that came before is known by its guid."""
    known = Picture.objects.filter(wire_guid=picture.guid, killed_at__isnull=True).first() if picture.guid else None
    return known, "" if known else gettext_noop("A picture that it names is not at hand")


def pictures_of(source: Source) -> PictureFinder:
    """Who finds the pictures that items of a source name."""
    return FolderPictures(source.folder) if source.kind == SourceKind.FOLDER else no_pictures


class FolderPictures:
    """Finds the pictures of one wire file in its folder; `missing` are names that were looked for in vain."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self.missing: list[str] = []

    def __call__(self, picture: ItemPicture) -> tuple[Picture | None, str]:
        local = _local(picture)
        if not local:
            elsewhere = gettext_noop("A picture that it names lies elsewhere and was not read")
            return None, elsewhere if picture.renditions else ""
        for name in local:
            data = self._read(name)
            if data is not None:
                return kept_picture(picture, name=name, data=data)
        names = ", ".join(local)[:300]
        self.missing.append(names)
        return None, sentences.PICTURE_NOT_BESIDE % {"picture": names}

    def move_away(self, pictures: Iterable[ItemPicture]) -> None:
        """
        Move every file of these pictures to the others that are done, where a later version still finds it.

        Called once the transaction is committed and before the wire file goes: whoever dies in between comes again.
        """
        names = {name for picture in pictures for name in _local(picture)}
        for name in sorted(names):
            # An item may name any file; one that is not a picture's waits to be read as a wire file.
            if name.lower().endswith(PICTURE_ENDINGS):
                self._move(name)

    def _move(self, name: str) -> None:
        path = self._folder / name
        try:
            if stat.S_ISREG(path.lstat().st_mode):
                (self._folder / "done").mkdir(exist_ok=True)
                path.replace(self._folder / "done" / name)
        except FileNotFoundError:
            return  # it came before, or never
        except (OSError, ValueError) as error:  # letters that no file system takes among them
            log.warning("wire_picture_not_moved", name=name[:255], error=str(error))

    def _read(self, name: str) -> bytes | None:
        """The bytes of a regular file of that name in the folder, or where an earlier file's pictures went."""
        for path in (self._folder / name, self._folder / "done" / name):
            try:
                descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            except OSError:
                continue
            with os.fdopen(descriptor, "rb") as file:
                if stat.S_ISREG(os.fstat(descriptor).st_mode):
                    return file.read(LARGEST_PICTURE + 1)
        return None


def kept_picture(picture: ItemPicture, *, name: str, data: bytes) -> tuple[Picture | None, str]:
    """The library's picture of these bytes, added where it was not there, or None and what to tell the desk."""
    if len(data) > LARGEST_PICTURE:
        return None, sentences.PICTURE_TOO_LARGE % {"picture": name, "most": f"{LARGEST_PICTURE:,}"}
    guid = picture.guid or name
    same = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # Wagtail's own hash of a picture's file
    known = Picture.objects.filter(file_hash=same, wire_guid=guid[:500]).order_by("pk").first()
    if known is not None:
        return (None, sentences.PICTURE_KILLED % {"picture": name}) if known.killed_at else (known, "")
    try:
        with override(sentences.KEPT_IN):  # why it was not taken is kept with the item
            return _added(picture, guid=guid, name=name, data=data), ""
    except PictureError as error:
        return None, str(error)


def _added(picture: ItemPicture, *, guid: str, name: str, data: bytes) -> Picture:
    return add_picture(
        data,
        name=name,
        title=picture.headline,
        caption=picture.caption,
        credit=picture.credit,
        alt_text=picture.alt_text,
        usage_terms=picture.usage_terms,
        wire_guid=guid,
    )


def is_on_the_web(href: str) -> bool:
    """Whether an href is an address from which the clerk may try to fetch."""
    return href.startswith(("https://", "http://"))


def renditions_by_worth(picture: ItemPicture) -> list[Rendition]:
    """The picture's files, the largest first, thumbnails last."""
    return sorted(picture.renditions, key=_by_worth)


def is_plain_name(href: str) -> bool:
    """Whether an href names a file right beside the wire file: no scheme, no folder, no way out, nothing hidden."""
    parts = urlsplit(href)
    name = unquote(href.removeprefix("./"))
    if parts.scheme or parts.netloc or "\x00" in name or len(name) > 255:  # noqa: PLR2004  what file systems allow
        return False
    return bool(name) and not name.startswith(".") and "/" not in name and "\\" not in name


def _local(picture: ItemPicture) -> list[str]:
    """The names of its files that may lie beside the wire file, the best first."""
    hrefs = [rendition.href for rendition in renditions_by_worth(picture)]
    return [unquote(href.removeprefix("./")) for href in hrefs if is_plain_name(href)]


def _by_worth(rendition: Rendition) -> tuple[bool, int, int]:
    """The largest first, thumbnails last."""
    is_small = any(word in rendition.purpose.lower() for word in _SMALL)
    return (is_small, -(rendition.width or 0), -(rendition.size or 0))
