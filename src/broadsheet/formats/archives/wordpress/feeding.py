"""
A WXR file as its items, one after another: a file of gigabytes in the memory of its largest item.

WordPress copies what people pasted: control characters that no XML may hold, and stray bytes of older encodings. Both
are put right before the parser sees them. What is damaged beyond that ends the reading with a word on the way out.
"""

import codecs
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from broadsheet.contracts.archives import ArchiveError, Told
from broadsheet.formats.encodings import declared_in_xml, encoding_named
from broadsheet.formats.wording import one_line
from broadsheet.formats.xml import local

_CHUNK = 256 * 1024
_MOST_PREAMBLE = 1_000_000  # bytes before the root element
_LARGEST_ITEM = 30_000_000  # characters of one post with its comments; libxml2 ends a single text at 10 MB
_CONTROLS = dict.fromkeys([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF])
_EXPORT_AGAIN = "In WordPress open Tools > Export, choose “All content”, and give the file that it downloads"
_HEAD = frozenset(
    {"title", "link", "base_site_url", "base_blog_url", "wxr_version", "author", "category", "tag", "term"}
)
_UTF8 = "utf-8"


def as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8 stands for what it was before the site moved to UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", errors="replace"), error.end


codecs.register_error("broadsheet-cp1252", as_cp1252)


def read_elements(stream: BinaryIO, *, told: Told) -> Iterator[etree._Element]:
    """
    Each element of the channel's head that names something, then each item, whole; it is gone after the next is asked.

    :raises ArchiveError: if this is no WordPress export, holds entities, ends in the middle, or is out of proportion
    """
    feeder = _Feeder()
    done = 0
    for chunk in iter(lambda: stream.read(_CHUNK), b""):
        yield from feeder.feed(chunk)
        done += len(chunk)
        told(done)
    yield from feeder.close()


class _Feeder:
    """A pull parser that is never given more than it may hold."""

    def __init__(self) -> None:
        self._parser = etree.XMLPullParser(
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        self._decoder: codecs.IncrementalDecoder | None = None
        self._root: etree._Element | None = None
        self._depth = 0
        self._held = 0
        self._has_items = False

    def feed(self, chunk: bytes) -> Iterator[etree._Element]:
        text = self._decoded(chunk)
        self._held += len(text)
        if self._root is None and self._held > _MOST_PREAMBLE:
            raise ArchiveError(
                f"This is no WordPress export: a megabyte went by without its beginning. {_EXPORT_AGAIN}"
            )
        if self._held > _LARGEST_ITEM:
            raise ArchiveError(
                f"A single post in this file has more than {_LARGEST_ITEM:,} characters, which no story has. The file "
                "is damaged or was made to harm: export it again"
            )
        try:
            self._parser.feed(text.encode(_UTF8, "replace"))
        except etree.XMLSyntaxError as error:
            yield from self._events()
            raise self._damaged(error) from error
        yield from self._events()

    def close(self) -> Iterator[etree._Element]:
        try:
            if self._decoder is not None:
                self._parser.feed(self._decoder.decode(b"", final=True).encode(_UTF8, "replace"))
            self._parser.close()
        except etree.XMLSyntaxError as error:
            yield from self._events()
            raise self._damaged(error) from error
        yield from self._events()

    def _decoded(self, chunk: bytes) -> str:
        if self._decoder is not None:
            return self._decoder.decode(chunk).translate(_CONTROLS)
        declared = declared_in_xml(chunk)
        known = encoding_named(declared or _UTF8)
        if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            known = "utf-16"
        if not known:
            raise ArchiveError(f"The file says that it is in {declared[:40]!r}, which nobody knows. {_EXPORT_AGAIN}")
        self._decoder = codecs.getincrementaldecoder(known)("broadsheet-cp1252" if known == _UTF8 else "replace")
        text = self._decoder.decode(chunk).removeprefix("\ufeff").lstrip()
        # The declaration goes: what the parser is given is UTF-8 whatever the file was in.
        if text.startswith("<?xml"):
            text = text.partition("?>")[2]
        return text.translate(_CONTROLS)

    def _events(self) -> Iterator[etree._Element]:
        found: Iterator[tuple[str, Any]] = self._parser.read_events()  # elements: other events were not asked for
        for event, element in found:
            if event == "start":
                self._opened(element)
            else:
                yield from self._closed(element)

    def _opened(self, element: etree._Element) -> None:
        self._depth += 1
        if self._root is None:
            self._root = element
            docinfo: Any = element.getroottree().docinfo  # the stubs leave half of it out
            if docinfo.doctype:
                raise ArchiveError(f"The file declares a document type, which may hide a bomb. {_EXPORT_AGAIN}")
            if local(element) != "rss" or not any("wordpress.org/export" in uri for uri in element.nsmap.values()):
                raise ArchiveError(
                    f"This is no WordPress export: it begins with <{one_line(local(element))[:40]}>"
                    f"{' of a plain feed' if local(element) == 'rss' else ''}. {_EXPORT_AGAIN}"
                )
            self._held = 0

    def _closed(self, element: etree._Element) -> Iterator[etree._Element]:
        self._depth -= 1
        # rss > channel > item: an element that ends at depth 2 was the channel's own.
        if self._depth != 2:  # noqa: PLR2004
            return
        if local(element) == "item" or (local(element) in _HEAD and not self._has_items):
            self._has_items = self._has_items or local(element) == "item"
            yield element
        self._held = 0
        parent = element.getparent()
        element.clear()
        if parent is not None:
            while element.getprevious() is not None:
                del parent[0]

    def _damaged(self, error: etree.XMLSyntaxError) -> ArchiveError:
        said = one_line(error.msg or "")[:200]
        if self._root is None:
            return ArchiveError(f"This is no WordPress export, it is not even XML ({said}). {_EXPORT_AGAIN}")
        return ArchiveError(
            f"The file is cut off or damaged ({said}). What stands before that place was read; export it again and "
            "give the new file: nothing that was imported already comes a second time"
        )
