"""
A paper of many years made by code, written in bulk as an import writes it. Needs Django running.

Eight sections, twelve inside them, 500 authors, 1,500 topics, 30 people; of a hundred stories 97 are live, two are
drafts and one is scheduled. What an import orders of press and index is struck off: this paper was pressed long ago.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from search import Vocabulary

SECTIONS = ("World", "Sport", "Politics", "Business", "Culture", "Science", "Harbour", "Letters")
INSIDE = ("North", "South", "East", "West")  # each in the first three sections
AUTHORS, TOPICS, REPORTERS = 500, 1_500, 28
WORDS_A_PARAGRAPH, PARAGRAPHS = 40, 5
CHIEF, EDITOR, REPORTER = "chief", "editor", "reporter-0"
_BATCH = 500
_APART = timedelta(minutes=50)
_PASSWORD = "a password of ten"  # noqa: S105  a paper that is thrown away


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What questions about the paper name."""

    topic: int
    owner: int
    common_word: str
    rare_word: str


def fill(*, stories: int, now: datetime) -> None:
    """Put so many in, the newest at `now`. The paper is founded, with the first two sections."""
    from broadsheet.importing.naming import Names
    from broadsheet.importing.plan import Plan
    from broadsheet.importing.preparing import prepare
    from broadsheet.importing.writing import write_stories

    chance = random.Random(31)  # noqa: S311  the same paper in every run
    vocabulary = Vocabulary(chance)
    sections, owners = _sections(now=now), _people()
    topics, authors = _vocabularies(vocabulary)
    names, plan = Names(), Plan(default_section=sections[0], by_category={str(pk): pk for pk in sections})
    archived = _archived(
        stories, sections=sections, topics=topics, authors=authors, chance=chance, vocabulary=vocabulary, now=now
    )
    for some in _batches(archived, _BATCH):
        prepared = [prepare(story, plan=plan, number_of=lambda _: "no pictures", now=now) for story in some]
        for story in prepared:
            story.page.owner_id = chance.choice(owners)
            story.page.urgency = chance.choices(range(1, 10), weights=(1, 3, 10, 30, 40, 10, 3, 2, 1))[0]
        write_stories(prepared, archive="made", names=names, now=now)
    _settle()


def _sections(*, now: datetime) -> list[int]:
    from broadsheet.stories.actions import make_section
    from broadsheet.stories.models import HomePage, SectionPage

    home = HomePage.objects.get()
    for title in SECTIONS:
        if not SectionPage.objects.filter(title=title).exists():
            make_section(home, title=title, now=now)
    for title in SECTIONS[:3]:
        for inside in INSIDE:
            make_section(SectionPage.objects.get(title=title), title=f"{title} {inside}", now=now)
    return list(SectionPage.objects.order_by("path").values_list("pk", flat=True))


def _people() -> list[int]:
    from broadsheet.accounts.actions import make_person
    from broadsheet.accounts.roles import Role

    make_person(CHIEF, name="A Chief", email="c@bench.example", password=_PASSWORD, role=Role.CHIEF)
    editor = {"name": "An Editor", "email": "e@bench.example", "password": _PASSWORD}
    make_person(EDITOR, **editor, role=Role.SECTION_EDITOR, sections=["World"])
    reporters = [
        make_person(
            f"reporter-{n}", name=f"Reporter {n}", email="r@bench.example", password=_PASSWORD, role=Role.REPORTER
        )
        for n in range(REPORTERS)
    ]
    return [person.pk for person in reporters]


def _vocabularies(vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """The names of the topics and of the authors."""
    from broadsheet.stories.models import Author, Topic

    topics = [f"{' '.join(vocabulary.text(2)).title()} {n}" for n in range(TOPICS)]
    authors = [f"{' '.join(vocabulary.text(2)).title()} {n}" for n in range(AUTHORS)]
    Topic.objects.bulk_create(Topic(name=name, slug=f"topic-{n}") for n, name in enumerate(topics))
    Author.objects.bulk_create(Author(name=name, slug=f"author-{n}") for n, name in enumerate(authors))
    return topics, authors


def _archived(
    stories: int,
    *,
    sections: Sequence[int],
    topics: Sequence[str],
    authors: Sequence[str],
    chance: random.Random,
    vocabulary: Vocabulary,
    now: datetime,
) -> Iterator[Any]:
    from broadsheet.contracts.archives import ArchivedStory, Category, Standing

    standings = {Standing.PUBLISHED: 97, Standing.DRAFT: 2, Standing.SCHEDULED: 1}
    for number in range(stories):
        standing = chance.choices(list(standings), weights=list(standings.values()))[0]
        before = now - _APART * (stories - number)
        yield ArchivedStory(
            key=str(number),
            standing=standing,
            headline=f"{_sentence(vocabulary, 8)} {number}",
            slug=f"story-{number}",
            standfirst=_sentence(vocabulary, 16),
            parts=("".join(f"<p>{_sentence(vocabulary, WORDS_A_PARAGRAPH)}</p>" for _ in range(PARAGRAPHS)),),
            bylines=(chance.choice(authors),),
            categories=(Category(name=str(chance.choice(sections))),),
            topics=tuple(chance.sample(topics, 3)),
            published_at=now + timedelta(days=1, minutes=number) if standing is Standing.SCHEDULED else before,
            updated_at=before,
        )


def _sentence(vocabulary: Vocabulary, words: int) -> str:
    return " ".join(vocabulary.text(words)).capitalize()


def _batches(archived: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while some := list(islice(archived, size)):
        yield some


def _settle() -> None:
    """As a database stands that has been at work for years: nothing waits, and the planner knows its tables."""
    from django.db import connection

    from broadsheet.press.models import PressOrder
    from broadsheet.related.models import IndexOrder

    PressOrder.objects.all().delete()
    IndexOrder.objects.all().delete()
    with connection.cursor() as cursor:  # PostgreSQL does by itself what is asked of it here, where nobody forbids it
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
