"""Links from one page to another inside a text: kept by the page's number, shown with its address for readers."""

from collections.abc import Mapping, Sequence

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from broadsheet.stories.addresses import HOME_DEPTH, address_in


class ReadersLinkHandler(PageLinkHandler):
    """
    Stands in for Wagtail's own, which asks Django's URLs for a page's address.

    Readers' pages are none of Django's: every such link led to "None". A page that is not live is no link at all.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: Sequence[Mapping[str, str]]) -> list[str]:
        """Give the opening tag of each link; one query for all."""
        numbers = {attrs.get("id", "") for attrs in attrs_list}
        live = Page.objects.filter(pk__in=[one for one in numbers if one.isdecimal()], live=True, depth__gte=HOME_DEPTH)
        addresses = {str(pk): address_in(path) for pk, path in live.order_by("pk").values_list("pk", "url_path")}
        return [_opening(addresses.get(attrs.get("id", ""))) for attrs in attrs_list]


def _opening(address: str | None) -> str:
    return f'<a href="{escape(address)}">' if address else "<a>"
