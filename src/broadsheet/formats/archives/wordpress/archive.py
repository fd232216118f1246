"""A WXR file as an `Archive`: looked through once for what stories refer to, read once more for the stories."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

from lxml import etree

from broadsheet.contracts.archives import ArchivedStory, Survey, Told
from broadsheet.formats.archives.old_addresses import site_name
from broadsheet.formats.archives.wordpress.feeding import read_elements
from broadsheet.formats.archives.wordpress.items import attachment_of, categories_of, read_item, story_of
from broadsheet.formats.archives.wordpress.library import Library
from broadsheet.formats.wording import one_line
from broadsheet.formats.xml import local

_NO_STORIES = {"attachment": "files of the media library"}


class WordpressArchive:
    """Keeps the `Archive` Protocol. `open_file` opens the export anew each time it is read; `size` is its bytes."""

    def __init__(self, open_file: Callable[[], BinaryIO], *, size: int) -> None:
        self.size = size
        self._open = open_file
        self._library = Library()
        self._title = ""

    def survey(self, *, told: Told) -> Survey:
        """
        Learn authors and media library, and count.

        :raises ArchiveError: if it is no WordPress export, or damaged
        """
        stories = 0
        categories: Counter[str] = Counter()
        left_out: Counter[str] = Counter()
        with self._open() as stream:
            for element in read_elements(stream, told=told):
                if local(element) != "item":
                    self._learn(element)
                    continue
                item = read_item(element)
                if item.is_story:
                    stories += 1
                    categories.update(category.name for category in categories_of(item))
                    continue
                if item.kind == "attachment":
                    self._library.add(item.number, attachment_of(item))
                elif item.kind == "wp_block":
                    self._library.blocks[item.number] = item.values.get("content", "")
                left_out[_NO_STORIES.get(item.kind, item.kind or "items of no kind")] += 1
        return Survey(
            identity=f"wordpress {site_name(self._library.site) or self._title}",
            title=self._title,
            stories=stories,
            categories=categories,
            left_out=left_out,
        )

    def stories(self, *, told: Told) -> Iterator[ArchivedStory]:
        """
        Every post and page, in the export's order.

        :raises ArchiveError: where it is damaged
        """
        with self._open() as stream:
            for element in read_elements(stream, told=told):
                if local(element) == "item":
                    item = read_item(element)
                    if item.is_story:
                        yield story_of(item, library=self._library, site=self._library.site)

    def _learn(self, element: etree._Element) -> None:
        name = local(element)
        if name == "author":
            said = {local(part): one_line(part.text) for part in element}
            self._library.authors[said.get("author_login", "")] = (
                said.get("author_display_name") or said.get("author_login") or ""
            )
        elif name == "base_blog_url" or (name == "link" and not self._library.site):
            self._library.site = one_line(element.text).rstrip("/")
        elif name == "title":
            self._title = one_line(element.text)
