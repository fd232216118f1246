"""Addresses that readers know and other pages are not given: who keeps them registers (the press)."""

from collections.abc import Callable, Mapping

from wagtail.models import Page

from broadsheet.stories.addresses import address_in

# Every known address that begins so, with the number of the page that it leads to.
AddressReader = Callable[[str], Mapping[str, int]]

_readers: list[AddressReader] = []


def register_address_reader(reader: AddressReader) -> None:
    """Ask this one too, from now on. Registering one twice changes nothing."""
    if reader not in _readers:
        _readers.append(reader)


def known_slugs(start: str, *, under: Page, besides: int | None = None) -> Mapping[str, int]:
    """
    What readers know right under a page: each slug that begins with `start`, with the number of the page behind it.

    Those of the page `besides` are left out: it may come back to an address that it had.
    """
    place = address_in(under.url_path)
    known = {path: number for reader in _readers for path, number in reader(f"{place}{start}").items()}
    slugs = {path.removeprefix(place).removesuffix("/"): number for path, number in known.items()}
    return {slug: number for slug, number in slugs.items() if "/" not in slug and number != besides}


def page_known_at(slug: str, *, under: Page, besides: int | None = None) -> Page | None:
    """Give the other page to which the address of that slug leads readers; None where it leads nowhere any more."""
    number = known_slugs(slug, under=under, besides=besides).get(slug)
    return Page.objects.filter(pk=number).first() if number else None
