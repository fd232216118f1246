"""
What a story still lacks before it goes out, as an editor at the next desk would say it: pure.

Most only remind; what must not go out is held back by the guards (`stories.guards`), and is told here before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.media.captions import says_the_same
from broadsheet.stories.lengths import HEADLINE_PLACES, is_too_long

# What a headline may be too long for, as it is called inside a sentence.
_CARDS = {
    "Lead card": gettext_lazy("lead card"),
    "Teaser": gettext_lazy("teaser"),
    "Strip": gettext_lazy("strip"),
    "Line in lists": gettext_lazy("line in lists"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What is known of a picture in the story; `caption` is the one that readers will see."""

    title: str
    alt_text: str
    caption: str
    credit: str
    is_lead: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFacts:
    """A story as far as somebody can be reminded of anything about it."""

    headline: str
    standfirst: str
    topics: int
    bylines: int
    source_credit: str
    has_body: bool
    pictures: Sequence[PictureFacts] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """
    One thing to look at, and the field of the form where it is put right.

    `picture` is the number of the one on whose own form it is put right. One that `holds_back` stops it.
    """

    field: str
    text: str
    picture: int | None = None
    holds_back: bool = False


def reminders_of(story: StoryFacts) -> tuple[Reminder, ...]:
    """Everything to look at, in the order of the form."""
    return (
        *_of_the_words(story),
        *_of_the_sources(story),
        *_of_the_pictures(story),
        *_of_the_body(story),
        *_of_the_topics(story),
    )


def _of_the_words(story: StoryFacts) -> Iterator[Reminder]:
    if not story.headline.strip():
        yield Reminder(field="title", text=_("There is no headline yet."))
    cards = [place.name for place in HEADLINE_PLACES if place.lines and is_too_long(story.headline, place=place)]
    if cards:
        names = ", ".join(str(_CARDS[name]) for name in cards)
        yield Reminder(field="title", text=_("The headline is long for a card: %(cards)s.") % {"cards": names})
    if not story.standfirst.strip():
        text = _("There is no standfirst; cards and search engines show nothing under the headline.")
        yield Reminder(field="standfirst", text=text)


def _of_the_sources(story: StoryFacts) -> Iterator[Reminder]:
    if not story.bylines and not story.source_credit.strip():
        yield Reminder(field="bylines", text=_("Neither a byline nor a source says whose words these are."))


def _of_the_pictures(story: StoryFacts) -> Iterator[Reminder]:
    if not any(picture.is_lead for picture in story.pictures):
        yield Reminder(field="lead_picture", text=_("There is no lead picture."))
    for picture in story.pictures:
        yield from _of_a_picture(picture, field="lead_picture" if picture.is_lead else "body")


def _of_a_picture(picture: PictureFacts, *, field: str) -> Iterator[Reminder]:
    named = {"title": picture.title}
    if not picture.alt_text.strip():
        text = _("The picture “%(title)s” has no alt text; who cannot see it learns nothing of it.") % named
        yield Reminder(field=field, text=text, picture=picture.number)
    elif says_the_same(picture.alt_text, picture.caption):
        text = _("The alt text of “%(title)s” repeats the caption. Say what the picture shows instead.") % named
        yield Reminder(field=field, text=text, picture=picture.number)
    if not picture.credit.strip():
        text = _("The picture “%(title)s” has no credit, and does not go out without one.") % named
        yield Reminder(field=field, text=text, picture=picture.number, holds_back=True)


def _of_the_body(story: StoryFacts) -> Iterator[Reminder]:
    if not story.has_body:
        yield Reminder(field="body", text=_("There is no text yet: readers find a headline and nothing below it."))


def _of_the_topics(story: StoryFacts) -> Iterator[Reminder]:
    if not story.topics:
        text = _("There is no topic; related stories are found by their words alone.")
        yield Reminder(field="topics", text=text)
