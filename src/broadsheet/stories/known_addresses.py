"""Addresses that readers know and other pages are not given: who keeps them registers (the press)."""

from collections.abc import Callable, Collection, Mapping

from wagtail.models import Page

from broadsheet.stories.addresses import address_in

# The numbers of the pages to which these addresses lead readers, by address, for those that lead to one.
AddressReader = Callable[[Collection[str]], Mapping[str, int]]

_readers: list[AddressReader] = []


def register_address_reader(reader: AddressReader) -> None:
    """Ask this one too, from now on. Registering one twice changes nothing."""
    if reader not in _readers:
        _readers.append(reader)


def page_known_at(slug: str, *, under: Page, besides: int | None = None) -> Page | None:
    """
    Give the page that readers know right under another by that slug; None where it leads nowhere any more.

    The page `besides` may come back to an address that it had.
    """
    return pages_known_at({slug}, under=under, besides=besides).get(slug)


def pages_known_at(slugs: Collection[str], *, under: Page, besides: int | None = None) -> Mapping[str, Page]:
    """The same for many, by slug: two queries."""
    place = address_in(under.url_path)
    addresses = [f"{place}{slug}/" for slug in slugs]
    numbers = {address: number for reader in _readers for address, number in reader(addresses).items()}
    pages = Page.objects.in_bulk(set(numbers.values()) - {besides}) if numbers else {}
    return {
        address.removeprefix(place).rstrip("/"): pages[number] for address, number in numbers.items() if number in pages
    }
