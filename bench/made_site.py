"""A believable site made by code: story pages of some 30 KB with three lists, cards, menu and footer."""

import random
from datetime import datetime, timedelta

from broadsheet.contracts.pieces import (
    Candidate,
    Card,
    Fragment,
    ListSlot,
    Page,
    Piece,
    PieceSlot,
    Role,
    Shape,
    StoryList,
    TokenSlot,
)

WORDS = """
harbour council bridge ferry mayor budget school storm signal market river island orchard railway archive
lantern vote report minister village winter summer teacher nurse engine window garden letter question answer
crowd evening morning border treaty forest harvest court judge witness appeal road tunnel engineer pilot
station
""".split()  # noqa: SIM905  fifty strings in quotes read worse
PARAGRAPHS = 46
STORY_COUNT = 200


def site_pieces(*, now: datetime, stories: int = STORY_COUNT) -> dict[str, Piece]:
    """Every piece of the site; the same for the same arguments."""
    chance = random.Random(7)  # noqa: S311  the same site in every run
    headlines = {story_id: _sentence(chance, 9) for story_id in range(1, stories + 1)}
    pieces: dict[str, Piece] = {
        "shell/masthead": Fragment(html=_masthead(chance)),
        "shell/menu": Fragment(html=_menu(chance)),
        "shell/footer": Fragment(html=_menu(chance)),
        "list/latest/all": StoryList(story_ids=tuple(range(stories, 0, -1))),
        "list/popular/all": StoryList(
            story_ids=tuple(chance.sample(range(1, stories + 1), 20)), stale_at=now + timedelta(minutes=35)
        ),
    }
    for story_id, headline in headlines.items():
        pieces[f"card/{story_id}"] = _card(story_id, headline, now - timedelta(hours=story_id))
        pieces[f"page/world/story-{story_id}"] = _page(story_id, headline, chance, stories)
    return pieces


def story_address(story_id: int) -> str:
    return f"/world/story-{story_id}/"


def _card(story_id: int, headline: str, published_at: datetime) -> Card:
    line = (
        f'<a href="{story_address(story_id)}" data-story="{story_id}">{headline}</a> '
        f'<time datetime="{published_at:%Y-%m-%dT%H:%MZ}">{published_at:%-d %B}</time>'
    )
    return Card(
        story_id=story_id,
        url=story_address(story_id),
        published_at=published_at,
        shapes={Shape.LINE: line, Shape.TEASER: f"<article><h3>{line}</h3><p>{headline}</p></article>"},
    )


def _page(story_id: int, headline: str, chance: random.Random, stories: int) -> Page:
    related = tuple(
        Candidate(story_id=other, note=f'<span class="why">also about the {chance.choice(WORDS)}</span>')
        for other in chance.sample(range(1, stories + 1), 12)
    )
    body = "".join(f"<p>{_sentence(chance, 90)}</p>\n" for _ in range(PARAGRAPHS))
    return Page(
        story_id=story_id,
        parts=(
            (
                f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{headline}</title></head>'
                '<body data-hit="'
            ),
            TokenSlot(story_id=story_id),
            '">',
            PieceSlot(name="shell/masthead"),
            PieceSlot(name="shell/menu"),
            f'<main><h1>{headline}</h1><p class="source">Source: Own reporting</p>{body}</main><aside>',
            _list(Role.POPULAR, "popular", "ol", sources=("list/popular/all",)),
            _list(Role.LATEST, "latest", "ul", sources=("list/latest/all",)),
            _list(Role.RELATED, "related", "ul", candidates=related),
            "</aside>",
            PieceSlot(name="shell/footer"),
            "</body></html>",
        ),
    )


def _list(
    role: Role, name: str, tag: str, *, sources: tuple[str, ...] = (), candidates: tuple[Candidate, ...] = ()
) -> ListSlot:
    return ListSlot(
        role=role,
        list_name=name,
        shape=Shape.LINE,
        limit=5,
        sources=sources,
        candidates=candidates,
        opening=f'<section data-list="{name}"><h2>{name.title()} Stories</h2><{tag}>',
        closing=f"</{tag}></section>",
    )


def _masthead(chance: random.Random) -> str:
    return f'<header><a href="/">The Harbour Post</a><p>{_sentence(chance, 8)}</p></header>'


def _menu(chance: random.Random) -> str:
    items = (f'<li><a href="/{word}/">{word.title()}</a></li>' for word in chance.sample(WORDS, 16))
    return f"<nav><ul>{''.join(items)}</ul></nav>"


def _sentence(chance: random.Random, words: int) -> str:
    # Invented words among the known: real copy has names and numbers, and compresses to a third, not to a tenth.
    drawn = [
        chance.choice(WORDS) if chance.random() < 0.7 else "".join(chance.choices("aeioulnrstkmd", k=7))
        for _ in range(words)
    ]
    return " ".join(drawn).capitalize() + "."
