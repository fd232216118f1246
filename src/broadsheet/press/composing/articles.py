"""A story as machines read it on its page: schema.org's NewsArticle."""

from broadsheet.look import bodies
from broadsheet.look import pages as look
from broadsheet.look.moments import to_the_second
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.reading import word_count
from broadsheet.press.composing.schema import CONTEXT, Data, publisher

_MOST_PICTURES = 8  # two hundred bytes each, on a page of some twenty thousand


def article_data(view: look.StoryView, *, url: str, edition: Edition) -> Data:
    """
    The NewsArticle with its corrections, as JSON-LD; `url` is its own whole address.

    A correction is a CorrectionComment whose text is the public note (schema.org/correction). Recordings are named with
    their files. Nobody guesses a place out of a dateline: it is told as it stands.
    """
    maybe = {
        "description": view.standfirst,
        "image": [_image(picture, edition=edition) for picture in _pictures(view)],
        "dateline": view.dateline,
        "articleSection": [section.name for section in view.trail],
        "creditText": view.source_credit,
        "video": _recordings(view, edition=edition, are_films=True),
        "audio": _recordings(view, edition=edition, are_films=False),
        "correction": [_correction(note) for note in view.corrections],
        "about": [_topic(topic, edition=edition) for topic in view.topics],
    }
    return {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "mainEntityOfPage": url,
        "url": url,
        "headline": view.headline,
        "datePublished": to_the_second(view.published_at),
        "dateModified": to_the_second(view.changed_at),
        "author": _authors(view, edition=edition),
        "publisher": publisher(edition),
        "inLanguage": edition.language,
        "isAccessibleForFree": True,
        "wordCount": word_count(view.body),
        **{name: value for name, value in maybe.items() if value},
    }


def _authors(view: look.StoryView, *, edition: Edition) -> list[Data]:
    """Whom the story names; where it names nobody, whose words they are, else the paper."""
    if view.bylines:
        return [
            {
                "@type": "Person",
                "name": byline.name,
                **({"url": byline.profile} if byline.profile else {}),
            }
            for byline in view.bylines
        ]
    if view.source_credit:
        return [{"@type": "Organization", "name": view.source_credit}]
    return [publisher(edition)]


def _topic(topic: look.TopicLink, *, edition: Edition) -> Data:
    return {
        "@type": "Thing",
        "name": topic.name,
        **({"url": edition.whole_address(topic.url)} if topic.url else {}),
    }


def _correction(note: look.CorrectionView) -> Data:
    return {"@type": "CorrectionComment", "text": note.note, "datePublished": to_the_second(note.made_at)}


def _pictures(view: look.StoryView) -> list[bodies.PictureView]:
    """Those of the story, its lead first, each once: search engines choose among several (Google's Article page)."""
    in_body = (picture for block in view.body for picture in _pictures_in(block))
    lead = [view.lead_picture] if view.lead_picture else []
    by_file: dict[str, bodies.PictureView] = {}
    for picture in (*lead, *in_body):
        by_file.setdefault(picture.largest.url, picture)
    return list(by_file.values())[:_MOST_PICTURES]


def _pictures_in(block: bodies.BodyBlock) -> tuple[bodies.PictureView, ...]:
    match block:
        case bodies.PictureBlock(picture=picture):
            return (picture,)
        case bodies.GalleryBlock(pictures=pictures):
            return pictures
        case _:
            return ()


def _image(picture: bodies.PictureView, *, edition: Edition) -> Data:
    largest = picture.largest
    said = {
        "@type": "ImageObject",
        "url": edition.whole_address(largest.url),
        "width": largest.width,
        "height": picture.height_at(largest.width),
        "caption": picture.caption,
        "creditText": picture.credit,
    }
    return {name: value for name, value in said.items() if value}


def _recordings(view: look.StoryView, *, edition: Edition, are_films: bool) -> list[Data]:
    recordings = (block for block in view.body if isinstance(block, bodies.RecordingBlock))
    return [_recording(block, view, edition) for block in recordings if block.is_film is are_films]


def _recording(block: bodies.RecordingBlock, view: look.StoryView, edition: Edition) -> Data:
    said = {
        "@type": "VideoObject" if block.is_film else "AudioObject",
        "name": block.title,
        "description": block.caption,
        "contentUrl": edition.whole_address(block.url),
        "encodingFormat": block.content_type,
        "uploadDate": to_the_second(view.published_at),
        "duration": f"PT{block.seconds}S" if block.seconds else "",
        "thumbnailUrl": edition.whole_address(block.poster_url) if block.poster_url else "",
        "creditText": block.credit,
        "transcript": "\n".join(block.transcript),
    }
    return {name: value for name, value in said.items() if value}
