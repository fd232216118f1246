"""A story as machines read it on its page: schema.org's NewsArticle."""

from collections.abc import Mapping
from typing import Any

from broadsheet.look import pages as look


def article_data(view: look.StoryView, *, url: str, paper: str) -> Mapping[str, Any]:
    """
    The NewsArticle with its corrections, as JSON-LD.

    A correction is a CorrectionComment whose text is the public note (schema.org/correction).
    """
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": url,
        "headline": view.headline,
        "datePublished": view.published_at.isoformat(),
        "dateModified": (view.updated_at or view.published_at).isoformat(),
        "author": [{"@type": "Person", "name": byline.name} for byline in view.bylines],
        "publisher": {"@type": "NewsMediaOrganization", "name": paper},
        "correction": [
            {"@type": "CorrectionComment", "text": note.note, "datePublished": note.made_at.isoformat()}
            for note in view.corrections
        ],
    }
