"""
A believable wire made by code: NewsML-G2 and ninjs in turn, one document in three a new version of an earlier item.

Stories of 400 to 800 invented words with headline, byline, slug, place and two Media Topics; one in four has a note or
terms of use.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import count

from made_site import WORDS

_TOPICS = ("20000002", "20000106", "20000349", "20000430", "20000568", "20000717", "20000822", "20001123")
_REVISED_BACK = 200  # a new version is of one of the latest so many items
_BEGAN = datetime(2026, 4, 24, 6, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeItem:
    """One revision of one item."""

    number: int
    version: int
    made_at: datetime
    headline: str
    paragraphs: tuple[str, ...]
    topics: tuple[str, ...]
    note: str = ""

    @property
    def guid(self) -> str:
        return f"urn:newsml:made.example:{self.number}"

    @property
    def is_g2(self) -> bool:
        return self.number % 2 == 0

    @property
    def name(self) -> str:
        return f"{self.number}-{self.version}.{'xml' if self.is_g2 else 'json'}"

    def document(self) -> bytes:
        """The revision as its agency sends it."""
        return (_newsml_g2(self) if self.is_g2 else _ninjs(self)).encode()


def made_wire(*, seed: int = 5) -> Iterator[MadeItem]:
    """Revisions without end; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  the same wire in every run
    latest: dict[int, MadeItem] = {}
    for number in count(1):
        yield (item := _item(number, chance=chance))
        latest[number] = item
        latest.pop(number - _REVISED_BACK, None)
        if number % 2 == 0:
            revised = latest[chance.choice(list(latest))]
            latest[revised.number] = revised = _revised(revised, chance=chance)
            yield revised


def _item(number: int, *, chance: random.Random) -> MadeItem:
    return MadeItem(
        number=number,
        version=1,
        made_at=_BEGAN + timedelta(seconds=number),
        headline=_sentence(chance, 9),
        paragraphs=_paragraphs(chance),
        topics=tuple(chance.sample(_TOPICS, 2)),
        note=f"With a picture from the {chance.choice(WORDS)}" if chance.random() < 0.25 else "",
    )


def _revised(item: MadeItem, *, chance: random.Random) -> MadeItem:
    grown = (*item.paragraphs[: chance.randint(3, 8)], *_paragraphs(chance))
    return replace(item, version=item.version + 1, made_at=item.made_at + timedelta(minutes=7), paragraphs=grown[:16])


def _paragraphs(chance: random.Random) -> tuple[str, ...]:
    return tuple(_sentence(chance, 50) for _ in range(chance.randint(8, 16)))


def _sentence(chance: random.Random, words: int) -> str:
    drawn = [
        chance.choice(WORDS) if chance.random() < 0.7 else "".join(chance.choices("aeioulnrstkmd", k=7))
        for _ in range(words)
    ]
    return " ".join(drawn).capitalize() + "."


def _newsml_g2(item: MadeItem) -> str:
    subjects = "".join(f'<subject type="cpnat:abstract" qcode="medtop:{topic}"/>' for topic in item.topics)
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in item.paragraphs)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{item.guid}" version="{item.version}"
    standard="NewsML-G2" standardversion="2.30" conformance="power" xml:lang="en">
  <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"/>
  <rightsInfo><copyrightHolder literal="Made Agency"/><copyrightNotice>Made Agency 2026</copyrightNotice></rightsInfo>
  <itemMeta>
    <itemClass qcode="ninat:text"/><provider literal="made.example"/>
    <versionCreated>{item.made_at.isoformat()}</versionCreated>
    <pubStatus qcode="stat:usable"/>
    {f"<edNote>{escape(item.note)}</edNote>" if item.note else ""}
  </itemMeta>
  <contentMeta>
    <urgency>4</urgency><located><name>Nordhaven</name></located><creator><name>A harbour reporter</name></creator>
    <language tag="en"/>{subjects}<slugline>MADE-{item.number}</slugline><headline>{escape(item.headline)}</headline>
  </contentMeta>
  <contentSet><inlineXML contenttype="application/xhtml+xml">
    <html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{paragraphs}</body></html>
  </inlineXML></contentSet>
</newsItem>
"""


def _ninjs(item: MadeItem) -> str:
    document = {
        "uri": item.guid,
        "type": "text",
        "version": str(item.version),
        "versioncreated": item.made_at.isoformat(),
        "pubstatus": "usable",
        "urgency": 4,
        "language": "en",
        "headline": item.headline,
        "slugline": f"MADE-{item.number}",
        "byline": "A harbour reporter",
        "usageterms": item.note,
        "subject": [{"scheme": "medtop", "code": topic, "name": "A topic"} for topic in item.topics],
        "place": [{"name": "Nordhaven"}],
        "body_xhtml": "".join(f"<p>{escape(text)}</p>" for text in item.paragraphs),
    }
    return json.dumps(document)
