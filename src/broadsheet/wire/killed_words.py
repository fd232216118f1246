"""Whether words still hold what an agency killed: looked for in a draft, and in a version that readers saw."""

from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.stories.models import StoryPage
from broadsheet.stories.prose import body_words
from broadsheet.stories.wording import plain_text
from broadsheet.wire.facts import item_from
from broadsheet.wire.models import Use
from broadsheet.wire.sharing import shared_run


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Everything that a story says to readers: lines that may each be a headline, and the text of its blocks."""

    lines: tuple[str, ...]
    text: tuple[str, ...]


def said_by(story: StoryPage) -> Said:
    """A draft's words, or those of the story as readers have it."""
    lines = (story.title, story.standfirst, story.kicker, story.lead_caption)
    return Said(lines=lines, text=tuple(body_words(story.body.get_prep_value())))


def said_in(words: Mapping[str, list[list[str]]]) -> Said:
    """The words of a published version (`stories.versions.words_of`)."""
    told = {name: tuple(text for _kind, text in pairs) for name, pairs in words.items()}
    lines = [line for name in ("headline", "standfirst", "kicker") for line in told.get(name, ())]
    return Said(lines=tuple(lines), text=told.get("body", ()))


def killed_words_in(said: Said, *, use: Use) -> str:
    """
    The first words of any revision of a use's item that stand there, too, as they are spelled there; "" where none do.

    A short headline is no run of words, but a story made of the item must not carry it either.
    """
    words = "\n".join((*said.lines, *said.text))
    plain = {" ".join(line.split()).casefold(): line.strip() for line in said.lines if line.strip()}
    for revision in use.item.revisions.order_by("pk").iterator(chunk_size=20):
        news = item_from(revision.facts)
        headline = " ".join(news.headline.split()).casefold()
        if use.kind in Use.WHOLE and headline in plain:
            return plain[headline]
        if run := shared_run(words, of=f"{news.headline}\n{news.standfirst}\n{plain_text(news.body_html)}"):
            return run
    return ""
