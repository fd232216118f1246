"""Which languages the newsroom speaks, and which of them to whom. Settings read it, so it loads no models."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import global_settings, settings
from django.utils.translation import get_language_info, to_language

from broadsheet.environment.site import DEFAULT_LANGUAGE as ENGLISH  # texts are written in it and need no catalogue

if TYPE_CHECKING:
    from broadsheet.accounts.models import User


def spoken_languages(catalogues: Path, *, paper: str) -> list[tuple[str, str]]:
    """English and every language with a catalogue, as tag and own name; the paper's own with the paper's tag."""
    tags = _tags(catalogues)
    papers = nearest(paper, among=tags)
    return [(paper if tag == papers else tag, _name(tag)) for tag in tags]


def known_languages(catalogues: Path, *, paper: str) -> list[tuple[str, str]]:
    """
    What browsers may ask for, with all variants that Django knows.

    The paper's own is among them without a catalogue, too: Django and Wagtail start with no other.
    """
    roots = {_root(tag) for tag in (*_tags(catalogues), paper)}
    return [(tag, name) for tag, name in global_settings.LANGUAGES if _root(tag) in roots]


def nearest(wanted: str, *, among: Iterable[str]) -> str:
    """The tag itself, or that of the same language elsewhere: en-gb of en-us; empty where there is none."""
    tags = [tag for tag in among if _root(tag) == _root(wanted)]
    return wanted if wanted in tags else next(iter(tags), "")


def spoken(wanted: str) -> str:
    """What the newsroom speaks of a language, or empty."""
    return nearest(wanted, among=dict(settings.WAGTAILADMIN_PERMITTED_LANGUAGES))


def usual_language() -> str:
    """The paper's language, or English where there is no catalogue of it."""
    return spoken(settings.LANGUAGE_CODE) or spoken(ENGLISH)


def language_of(person: "User") -> str:
    """What somebody chose in the account settings, or else the usual one."""
    profile = getattr(person, "wagtail_userprofile", None)
    return spoken(profile.preferred_language if profile else "") or usual_language()


def _tags(catalogues: Path) -> list[str]:
    return [ENGLISH, *sorted(to_language(path.parts[-3]) for path in catalogues.glob("*/LC_MESSAGES/django.mo"))]


def _name(tag: str) -> str:
    """In the language itself; "English" alone, for there is no choice between the British and another."""
    return str(get_language_info(_root(tag) if tag == ENGLISH else tag)["name_local"])


def _root(tag: str) -> str:
    return tag.partition("-")[0].lower()
