"""What every page of a batch is composed with: the paper and its sections as they stand now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.encoding import iri_to_uri

from broadsheet.fronts.choosing import FrontFacts, FrontSection
from broadsheet.fronts.queries import front_facts
from broadsheet.look.assets import asset_url
from broadsheet.look.bodies import PictureView
from broadsheet.look.pages import FeedLink, PageHead, SectionLink, SharedPicture
from broadsheet.stories.identifying import in_menu_order
from broadsheet.stories.identity import IdentityFacts, NamedLink

_ICON, _ICON_SIDE = "icon-512.png", 512


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
    """
    The paper at `now`. Sections are ordered as the page tree is, each before those inside it.

    `embed_sites` are those whose things readers may have loaded on its pages (`stories.embeds`). `identity` is its
    motto, logo, colour, contact address, accounts and the like (`stories.identity`), `footer_pages` its own pages that
    stand at the foot of every other.
    """

    paper: str
    home_id: int
    guid: str
    site_url: str
    language: str
    now: datetime
    sections: tuple[SectionFacts, ...] = ()
    embed_sites: frozenset[str] = frozenset()
    identity: IdentityFacts = field(default_factory=IdentityFacts)
    footer_pages: tuple[NamedLink, ...] = ()

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

    @property
    def menu_sections(self) -> tuple[SectionFacts, ...]:
        """The top sections in the order in which menus name them."""
        order = self.identity.menu_order
        return tuple(in_menu_order(self.top_sections, number=lambda section: section.page_id, menu_order=order))

    @property
    def icon(self) -> SharedPicture:
        """What stands for the paper where a page has no picture: without one, services show a link as a blank card."""
        url = self.whole_address(asset_url(_ICON))
        return SharedPicture(url=url, width=_ICON_SIDE, height=_ICON_SIDE, alt=self.paper, is_icon=True)

    def has_own(self, path: str) -> bool:
        """Whether the site's own page stands at that address: a section of an older release keeps its place there."""
        return all(section.path != path for section in self.sections)

    def whole_address(self, path: str) -> str:
        """The address as the whole world may write it, letters outside ASCII escaped."""
        return f"{self.site_url}{iri_to_uri(path)}"

    def head(
        self,
        *,
        title: str = "",
        path: str = "",
        description: str = "",
        picture: PictureView | None = None,
        feeds: tuple[FeedLink, ...] = (),
        json_ld: tuple[Mapping[str, Any], ...] = (),
        is_indexed: bool = True,
    ) -> PageHead:
        """What a page says of itself; `path` is a path on this site."""
        return PageHead(
            paper=self.paper,
            title=title,
            language=self.language,
            canonical_url=self.whole_address(path) if path else "",
            description=description,
            picture=self._shared(picture) if picture else self.icon,
            json_ld=json_ld,
            feeds=feeds,
            is_indexed=is_indexed,
            here_piece=self._here_piece(path),
        )

    def _here_piece(self, path: str) -> str:
        above = next((section for section in self.top_sections if path.startswith(section.path)), None)
        return here_piece(above.page_id) if above else ""

    def _shared(self, picture: PictureView) -> SharedPicture:
        largest = picture.largest
        return SharedPicture(
            url=self.whole_address(largest.url),
            width=largest.width,
            height=picture.height_at(largest.width),
            alt=picture.alt,
        )


def facts_of_front(edition: Edition, *, section: SectionFacts | None = None) -> FrontFacts:
    """The home's front, or a section's."""
    return front_facts(
        section.page_id if section else edition.home_id,
        place=section.place if section else "",
        sections=(FrontSection(page_id=each.page_id, place=each.place) for each in edition.sections),
        menu_order=edition.identity.menu_order,
    )


def here_piece(section_id: int) -> str:
    """The name of the fragment that says where the section stands in the menu, empty where it stands in none."""
    return f"shell/here/{section_id}"
