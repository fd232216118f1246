"""Links by which readers hand a story on: plain addresses of a few services, without a script and without a request."""

from urllib.parse import quote

from django.utils.translation import gettext as _

from broadsheet.look.pages import ShareLink


def share_links(headline: str, *, url: str) -> tuple[ShareLink, ...]:
    """
    By mail, and the services on which most links to news are handed on; `url` is the story's whole address.

    Mastodon is left out: there is no address that leads to a reader's own server.
    """
    title, place, both = quote(headline, safe=""), quote(url, safe=""), quote(f"{headline} {url}", safe="")
    return (
        ShareLink(name=_("E-mail"), url=f"mailto:?subject={title}&body={place}"),
        ShareLink(name="WhatsApp", url=f"https://wa.me/?text={both}"),
        ShareLink(name="Bluesky", url=f"https://bsky.app/intent/compose?text={both}"),
        ShareLink(name="Facebook", url=f"https://www.facebook.com/sharer/sharer.php?u={place}"),
    )
