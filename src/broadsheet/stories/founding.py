"""How a paper comes into being."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from wagtail.models import Page, Site

from broadsheet.stories.models import HomePage


class PaperExistsError(Exception):
    """There is a paper already; one home holds one."""


@transaction.atomic
def found_paper(name: str, *, address: str, now: datetime) -> HomePage:
    """
    Make the home page and the site that readers reach at `address` (http://host:port, no trailing slash).

    Wagtail's own welcome page makes room.

    :raises PaperExistsError: if a paper was founded already
    """
    if HomePage.objects.exists():
        raise PaperExistsError("there is a paper already")
    root = Page.get_first_root_node()
    for welcome in root.get_children():
        welcome.delete()
    home = HomePage(title=name, slug="home", first_published_at=now, last_published_at=now)
    root.refresh_from_db()
    root.add_child(instance=home)
    parts = urlsplit(address)
    Site.objects.all().delete()
    Site.objects.create(
        hostname=parts.hostname or "localhost",
        port=parts.port or (443 if parts.scheme == "https" else 80),
        site_name=name,
        root_page=home,
        is_default_site=True,
    )
    return home
