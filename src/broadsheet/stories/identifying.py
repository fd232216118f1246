"""
Keeping the paper's identity, wherever its parts lie, in one transaction; reading it back.

The name is the home page's title, the sections of the menu are ticked on their own pages, language and zone are in
`site.toml`: one truth each, whichever screen it is changed on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.models import Page, Site

from broadsheet.accounts.journal import in_words, tell
from broadsheet.environment import site
from broadsheet.media.models import Picture
from broadsheet.stories.addresses import HOME_DEPTH
from broadsheet.stories.identity import Identity, IdentityFacts, facts_of
from broadsheet.stories.menu_order import MenuPlace
from broadsheet.stories.models import HomePage, SectionPage
from broadsheet.stories.signals import identity_changed

Section = TypeVar("Section")


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What `site.toml` shall hold; "" is left as it is."""

    language: str
    zone: str


def identity_facts() -> IdentityFacts:
    """As the database has it now; four queries at most."""
    rows = Identity.objects.select_related("logo", "dark_logo")
    identity = rows.prefetch_related("accounts", "agency_credits", "third_parties").order_by("pk").first()
    return facts_of(identity)


def is_logo(picture: Picture) -> bool:
    return Identity.objects.filter(Q(logo=picture.pk) | Q(dark_logo=picture.pk)).exists()


def paper_name() -> str:
    home = HomePage.objects.order_by("path").first()
    return str(home.title) if home is not None else ""


def menu_places(menu_order: Sequence[int]) -> tuple[MenuPlace, ...]:
    """The sections that may stand in the menu, in their order there."""
    sections = SectionPage.objects.filter(depth=HOME_DEPTH + 1, live=True).order_by("path")
    ordered = in_menu_order(sections, number=lambda section: int(section.pk), menu_order=menu_order)
    return tuple(
        MenuPlace(section_id=section.pk, name=section.title, is_shown=section.show_in_menus, place=place)
        for place, section in enumerate(ordered, start=1)
    )


def in_menu_order(
    sections: Iterable[Section], *, number: Callable[[Section], int], menu_order: Sequence[int]
) -> list[Section]:
    """The sections as an administrator ordered them; those made since then follow as they stand."""
    places = {section_id: place for place, section_id in enumerate(menu_order)}
    return sorted(sections, key=lambda section: places.get(number(section), len(places)))


@contextmanager
def telling_of_identity(*, now: datetime) -> Iterator[None]:
    """What is changed of the identity while this lasts is one transaction, and the press hears of it inside."""
    with transaction.atomic():
        before = _standing()
        yield
        after = _standing()
        if before != after:
            identity_changed.send(Identity, before=before[0], after=after[0], now=now)


def keep_identity(
    identity: Identity, *, write: Callable[[], object], paper: str, menu: Sequence[MenuPlace], founding: Founding
) -> None:
    """
    Keep all of it; `write` saves the row with its accounts and credits.

    `site.toml` is written once all else is committed: a death in between leaves it as it was, and the form says so.
    """
    with telling_of_identity(now=timezone.now()):
        write()
        if paper:
            _rename(paper)
        for place in menu:
            _show_in_menu(place)
        _refound(identity, founding)


def _standing() -> tuple[IdentityFacts, tuple[int, ...]]:
    shown = SectionPage.objects.filter(depth=HOME_DEPTH + 1, show_in_menus=True).order_by("path")
    return identity_facts(), tuple(shown.values_list("pk", flat=True))


def _rename(paper: str) -> None:
    home = HomePage.objects.order_by("path").first()
    if home is None or home.title == paper:
        return
    before, home.title, home.draft_title = home.title, paper, paper
    home.save()  # tells the press, which has the name in every title
    _keep_in_draft(home, name="title", value=paper)
    Site.objects.filter(root_page=home).update(site_name=paper)
    tell(home, "broadsheet.changed", title=paper, changes=[(gettext_noop("name of the paper"), before, paper)])


def _show_in_menu(place: MenuPlace) -> None:
    """Past the section's own signals: a menu is one piece, and no page of the section changes by it."""
    section = SectionPage.objects.filter(pk=place.section_id).exclude(show_in_menus=place.is_shown).first()
    if section is None:
        return
    SectionPage.objects.filter(pk=section.pk).update(show_in_menus=place.is_shown)
    _keep_in_draft(section, name="show_in_menus", value=place.is_shown)
    change = (gettext_noop("in the menu"), in_words(section.show_in_menus), in_words(place.is_shown))
    tell(section, "broadsheet.changed", title=section.title, changes=[change])


def _keep_in_draft(page: Page, *, name: str, value: Any) -> None:
    """Else whoever publishes the page's newest version would bring back what it was when that was written."""
    revision = page.get_latest_revision()
    if revision is not None:
        revision.content[name] = value
        revision.save(update_fields=["content"])


def _refound(identity: Identity, founding: Founding) -> None:
    wanted = (
        (gettext_noop("language"), site.language(), founding.language),
        (gettext_noop("time zone"), site.time_zone(), founding.zone),
    )
    if changes := [(name, old, new) for name, old, new in wanted if new and old != new]:
        tell(identity, "broadsheet.changed", changes=changes)
        transaction.on_commit(lambda: site.refound_site(language=founding.language, zone=founding.zone))
