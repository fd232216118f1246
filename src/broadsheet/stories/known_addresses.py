"""Addresses that readers know and other pages are not given: who keeps them registers (the press)."""

from collections.abc import Callable

from wagtail.models import Page

from broadsheet.stories.addresses import address_in

# The number of the page to which the address leads readers, if it leads to one.
AddressReader = Callable[[str], int | None]

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
    address = f"{address_in(under.url_path)}{slug}/"
    numbers = {reader(address) for reader in _readers} - {None, besides}
    return Page.objects.filter(pk__in=numbers).first() if numbers else None
