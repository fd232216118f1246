"""What pages say of themselves to machines in the words of schema.org, but for the story itself (`articles`)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from broadsheet.look.archives import AuthorView
from broadsheet.look.pages import SectionLink
from broadsheet.press.composing.edition import Edition
from broadsheet.stories.addresses import CORRECTIONS_PATH, SEARCH_PATH

Data = Mapping[str, Any]

CONTEXT = "https://schema.org"


def publisher(edition: Edition) -> Data:
    """The paper, as whoever publishes a story."""
    return {
        "@type": "NewsMediaOrganization",
        "@id": edition.whole_address("/#publisher"),
        "name": edition.paper,
        "url": edition.whole_address("/"),
        "logo": {
            "@type": "ImageObject",
            "url": edition.icon.url,
            "width": edition.icon.width,
            "height": edition.icon.height,
        },
    }


def paper_data(edition: Edition) -> tuple[Data, ...]:
    """For the front page: the site, with how it is searched, and who makes it."""
    search = f"{edition.whole_address(SEARCH_PATH)}?q={{search_term_string}}"
    site = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "@id": edition.whole_address("/#site"),
        "name": edition.paper,
        "url": edition.whole_address("/"),
        "inLanguage": edition.language,
        "publisher": {"@id": edition.whole_address("/#publisher")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }
    corrections = edition.whole_address(CORRECTIONS_PATH)
    accounts = [account.url for account in edition.identity.accounts]
    said = {"correctionsPolicy": corrections, **({"sameAs": accounts} if accounts else {})}
    return (site, {"@context": CONTEXT, **publisher(edition), **said})


def collection_data(
    *, name: str, path: str, description: str, above: Sequence[SectionLink], edition: Edition
) -> tuple[Data, ...]:
    """For a page that lists stories; `above` is what it lies in."""
    collection = {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "name": name,
        "url": edition.whole_address(path),
        **({"description": description} if description else {}),
        "inLanguage": edition.language,
        "isPartOf": {
            "@type": "WebSite",
            "@id": edition.whole_address("/#site"),
            "name": edition.paper,
            "url": edition.whole_address("/"),
        },
        "publisher": publisher(edition),
    }
    return (collection, breadcrumbs((*above, SectionLink(name=name, url=path)), edition=edition))


def profile_data(
    name: str, author: AuthorView, *, path: str, above: Sequence[SectionLink], edition: Edition
) -> tuple[Data, ...]:
    """For the page of an author; `above` is what it lies in."""
    said = {
        "jobTitle": author.role,
        "description": " ".join(author.biography),
        "image": edition.whole_address(author.portrait.largest.url) if author.portrait else "",
        "email": author.email,
        "sameAs": [link.url for link in author.elsewhere],
    }
    url = edition.whole_address(path)
    person = {"@type": "Person", "name": name, "url": url, **{key: value for key, value in said.items() if value}}
    profile = {
        "@context": CONTEXT,
        "@type": "ProfilePage",
        "url": url,
        "inLanguage": edition.language,
        "mainEntity": {**person, "worksFor": publisher(edition)},
    }
    return (profile, breadcrumbs((*above, SectionLink(name=name, url=path)), edition=edition))


def breadcrumbs(trail: Sequence[SectionLink], *, edition: Edition) -> Data:
    """The way from the front page to a page, which ends it."""
    steps = (SectionLink(name=_("Front page"), url="/"), *trail)
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": step.name,
                "item": edition.whole_address(step.url),
            }
            for position, step in enumerate(steps, start=1)
        ],
    }
