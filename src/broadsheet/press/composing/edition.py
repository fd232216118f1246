"""What every page of a batch is composed with: the paper and its sections as they stand now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.encoding import iri_to_uri

from broadsheet.look.pages import FeedLink, PageHead, SectionLink


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionFacts:
    """
    A live section. `place` is its place in the page tree: a story's place begins with those of its sections.

    `guid` names it for good, as feeds want it.
    """

    page_id: int
    guid: str
    place: str
    depth: int
    name: str
    path: str  # "/world/uk-and-europe/"
    description: str = ""
    in_menu: bool = True

    @property
    def link(self) -> SectionLink:
        return SectionLink(name=self.name, url=self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The paper at `now`. Sections are ordered as the page tree is, each before those inside it."""

    paper: str
    home_id: int
    guid: str
    site_url: str
    language: str
    now: datetime
    sections: tuple[SectionFacts, ...] = ()

    def section(self, page_id: int) -> SectionFacts | None:
        return next((section for section in self.sections if section.page_id == page_id), None)

    def around(self, place: str) -> tuple[SectionFacts, ...]:
        """The sections that a place in the tree lies in, the top one first; a section lies in itself."""
        return tuple(section for section in self.sections if place.startswith(section.place))

    def inside(self, section: SectionFacts) -> tuple[SectionFacts, ...]:
        """The sections directly inside another."""
        return tuple(
            inner
            for inner in self.sections
            if inner.place.startswith(section.place) and inner.depth == section.depth + 1
        )

    @property
    def top_sections(self) -> tuple[SectionFacts, ...]:
        top = min((section.depth for section in self.sections), default=0)
        return tuple(section for section in self.sections if section.depth == top)

    def whole_address(self, path: str) -> str:
        """The address as the whole world may write it, letters outside ASCII escaped."""
        return f"{self.site_url}{iri_to_uri(path)}"

    def head(
        self,
        *,
        title: str = "",
        path: str = "",
        description: str = "",
        picture_url: str = "",
        feeds: tuple[FeedLink, ...] = (),
        json_ld: Mapping[str, Any] | None = None,
        is_indexed: bool = True,
    ) -> PageHead:
        """What a page says of itself; `path` and `picture_url` are paths on this site."""
        return PageHead(
            paper=self.paper,
            title=title,
            language=self.language,
            canonical_url=self.whole_address(path) if path else "",
            description=description,
            picture_url=self.whole_address(picture_url) if picture_url else "",
            json_ld=json_ld or {},
            feeds=feeds,
            is_indexed=is_indexed,
        )
