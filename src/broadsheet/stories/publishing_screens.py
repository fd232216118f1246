"""What an editor hears once a page is with readers: that it is, and where."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from broadsheet.environment import places
from broadsheet.stories.models import SectionPage, StoryPage
from broadsheet.stories.paper_pages import PaperPage
from broadsheet.stories.queries import address_of


def tell_published(request: HttpRequest, page: Page) -> None:
    """Wagtail's own words lead nowhere: it knows of no address outside the newsroom."""
    text = _("“%(title)s” has been published. Readers have it in a moment.") % {"title": page.title}
    view = messages.button(f"{places.site_url()}{iri_to_uri(address_of(page))}", _("View live"), new_window=True)
    messages.success(request, text, buttons=[view])


def tell_where_readers_find_it(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After publishing, in the place of Wagtail's words; what is only scheduled is told by these."""
    if not isinstance(page, StoryPage | SectionPage | PaperPage) or not page.live or page.has_unpublished_changes:
        return None
    tell_published(request, page)
    onwards = get_valid_next_url_from_request(request)
    return redirect(onwards) if onwards else redirect("wagtailadmin_explore", page.get_parent().pk)
