"""Pictures of an archive: from a folder or from the old site, into the media library, each once."""

import os
import stat
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from broadsheet.contracts.archives import ArchivedPicture, Attachment, Box
from broadsheet.contracts.fetching import FetchError
from broadsheet.contracts.news import ItemPicture
from broadsheet.fetching.web import Limits, Web
from broadsheet.media.cropping import CropError, checked_part
from broadsheet.media.models import Picture
from broadsheet.wire.illustrations import name_in
from broadsheet.wire.pictures import LARGEST_PICTURE, is_on_the_web, kept_picture, renditions_by_worth

NOT_IN_FOLDER = "not in the media folder"
_MOST_FOLDERS = 20  # of an address
_AT_ONCE = 4  # pictures fetched side by side; each may hold 30 MB
_LIMITS = Limits(seconds=30, raw_bytes=LARGEST_PICTURE, decoded_bytes=LARGEST_PICTURE)


class PictureNotFoundError(Exception):
    """There are no bytes for a picture; the text says why, fit to show to an editor."""


# Gives the bytes at an address; raises PictureNotFoundError. Called from several threads.
Source = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class MediaFolder:
    """A copy of the old site's media (wp-content/uploads, content/images), or a folder above or inside that."""

    folder: Path

    def __call__(self, address: str) -> bytes:
        """The bytes of a picture's file, one more than is taken at most."""
        file = self.opened(address)
        if file is None:
            raise PictureNotFoundError(NOT_IN_FOLDER)
        with file:
            return file.read(LARGEST_PICTURE + 1)

    def opened(self, address: str) -> BinaryIO | None:
        """The file that the end of the address names, opened; none outside the folder is ever read."""
        root = self.folder.resolve()
        opened = (_opened(path, root=root) for path in self._places(address, root=root))
        return next((file for file in opened if file is not None), None)

    def has(self, attachment: Attachment) -> bool:
        """Whether its file is there, or one of a picture's; not looked into."""
        root = self.folder.resolve()
        places = (path for name in _names_of(attachment) for path in self._places(name, root=root))
        return any("\0" not in str(path) and path.is_file() for path in places)

    def _places(self, address: str, *, root: Path) -> Iterator[Path]:
        pieces = [piece for piece in unquote(urlsplit(address).path).split("/") if piece not in {"", ".", ".."}]
        return (root.joinpath(*pieces[start:]) for start in range(min(len(pieces), _MOST_FOLDERS)))


@dataclass(frozen=True, slots=True)
class OldSite:
    """The old site itself, through the guarded way to the web."""

    web: Web

    def __call__(self, address: str) -> bytes:
        if not is_on_the_web(address):
            raise PictureNotFoundError("its address names no server")
        try:
            return self.web.get(address, limits=_LIMITS).body
        except FetchError as error:
            raise PictureNotFoundError(str(error)) from error


@dataclass(slots=True)
class PictureDesk:
    """Brings pictures into the library, which knows them by their bytes: what is remembered here only spares work."""

    source: Source
    credit: str
    _known: dict[str, int | str] = field(default_factory=dict)  # by address: the picture's id, or why there is none

    def bring(self, pictures: Iterable[ItemPicture]) -> None:
        """Have these at hand, fetched side by side and decoded one after another."""
        wanted = {address: picture for picture in pictures if (address := address_of(picture))}
        new = {address: picture for address, picture in wanted.items() if address not in self._known}
        for address, data in self._fetched(new):
            self._known[address] = data if isinstance(data, str) else self._kept(new[address], address, data)

    def picture_id(self, picture: ItemPicture) -> int | str:
        """The library's id of a picture that was brought, or in words why it is not there."""
        return self._known.get(address_of(picture), "it names no file")

    def _fetched(self, pictures: dict[str, ItemPicture]) -> Iterator[tuple[str, bytes | str]]:
        """Bytes or what went wrong, at most some at a time: a batch of stories may name gigabytes."""
        waiting: deque[tuple[str, Future[bytes]]] = deque()
        with ThreadPoolExecutor(_AT_ONCE) as fetchers:
            for address, picture in pictures.items():
                waiting.append((address, fetchers.submit(self._best, picture)))
                if len(waiting) == _AT_ONCE:
                    yield _outcome(*waiting.popleft())
            while waiting:
                yield _outcome(*waiting.popleft())

    def _best(self, picture: ItemPicture) -> bytes:
        """The largest of its files that can be had."""
        reason = "it names no file"
        for rendition in renditions_by_worth(picture):
            if rendition.embedded:
                return rendition.embedded
            try:
                return self.source(rendition.href)
            except PictureNotFoundError as error:
                reason = str(error)
        raise PictureNotFoundError(reason)

    def _kept(self, picture: ItemPicture, address: str, data: bytes) -> int | str:
        kept, reason = kept_picture(replace(picture, guid=picture.guid or address), name=name_in(address), data=data)
        if kept is None:
            return reason
        if not kept.credit.strip() and self.credit:
            Picture.objects.filter(pk=kept.pk).update(credit=self.credit[:255])
        if isinstance(picture, ArchivedPicture):
            settle(kept, picture)
        return int(kept.pk)


def settle(kept: Picture, told: ArchivedPicture) -> None:
    """Note what editors settled about the picture where it was exported; what somebody settled here since stays."""
    settled: dict[str, Any] = {}
    if kept.usage_ends_at is None and told.usage_ends_at is not None:
        settled["usage_ends_at"] = told.usage_ends_at
    if told.focal_point is not None and kept.get_focal_point() is None and _lies_in(kept, told.focal_point):
        names = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
        settled |= dict(zip(names, told.focal_point, strict=True))
    if told.card_crop is not None and kept.card_crop is None:
        with suppress(CropError):
            settled["card_crop"] = checked_part(list(told.card_crop), size=(kept.width, kept.height)).as_list()
    if settled:
        Picture.objects.filter(pk=kept.pk).update(**settled)


def _lies_in(picture: Picture, point: Box) -> bool:
    x, y, width, height = point
    return all(0 <= side <= picture.width for side in (x, width)) and all(
        0 <= side <= picture.height for side in (y, height)
    )


def _names_of(attachment: Attachment) -> list[str]:
    if isinstance(attachment, ItemPicture):
        return [rendition.href for rendition in attachment.renditions]
    return [attachment.file]


def address_of(picture: ItemPicture) -> str:
    """The address by which a picture is known here: that of its best file."""
    best = renditions_by_worth(picture)
    return best[0].href if best else ""


def _outcome(address: str, came: "Future[bytes]") -> tuple[str, bytes | str]:
    try:
        return address, came.result()
    except PictureNotFoundError as error:
        return address, str(error)


def _opened(path: Path, *, root: Path) -> BinaryIO | None:
    """A regular file, opened; None where there is none inside the folder."""
    try:
        if not path.parent.resolve().is_relative_to(root):
            return None
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return os.fdopen(descriptor, "rb")
