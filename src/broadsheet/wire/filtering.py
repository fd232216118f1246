"""What the list can be narrowed to, as the desk shows it: choices, and what is chosen in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from broadsheet.contracts.news import Kind
from broadsheet.wire.asking import Asked, Span, TakenChoice, address_of, without
from broadsheet.wire.colours import colour_of
from broadsheet.wire.models import Heading, Listed, Source
from broadsheet.wire.sentences import KIND_NAMES
from broadsheet.wire.verdict import VerdictKind

MOST_HEADINGS = 1_500
MOST_LANGUAGES = 60
URGENCIES = ((1, gettext_noop("1, flash")), (3, gettext_noop("1 to 3, urgent")), (5, gettext_noop("1 to 5")))
SPANS = {
    Span.HOUR: gettext_noop("Last hour"),
    Span.DAY: gettext_noop("Last 24 hours"),
    Span.WEEK: gettext_noop("Last 7 days"),
    Span.MONTH: gettext_noop("Last 31 days"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    label: str
    is_chosen: bool
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Every field of the filter."""

    sources: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    sections: tuple[Choice, ...]
    urgencies: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    verdicts: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    taken: tuple[Choice, ...]
    spans: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One part of the filter in words, and the address of the list without it."""

    text: str
    without: str


def choices_for(asked: Asked) -> Choices:
    """The fields of the filter with what is chosen in them."""
    headings = list(Heading.objects.order_by("kind", "name", "pk").values_list("kind", "pk", "name")[:MOST_HEADINGS])
    return Choices(
        sources=tuple(
            Choice(
                value=str(source.pk),
                label=source.name,
                is_chosen=source.pk in asked.sources,
                colour=colour_of(source.slug, chosen=getattr(source, "colour", "")),
            )
            for source in Source.objects.order_by("name", "pk")
        ),
        topics=_headings(headings, kind=Heading.Kind.TOPIC, chosen=asked.topics),
        sections=_headings(headings, kind=Heading.Kind.SECTION, chosen=asked.sections),
        urgencies=tuple(
            Choice(value=str(value), label=_(label), is_chosen=value == asked.urgency) for value, label in URGENCIES
        ),
        kinds=tuple(
            Choice(value=kind.value, label=capfirst(_(KIND_NAMES[kind])), is_chosen=kind in asked.kinds)
            for kind in Kind
        ),
        verdicts=tuple(
            Choice(value=kind.value, label=_(kind.label), is_chosen=kind in asked.verdicts) for kind in VerdictKind
        ),
        languages=tuple(
            Choice(value=language, label=language, is_chosen=language in asked.languages) for language in languages()
        ),
        taken=tuple(
            Choice(value=value.value, label=label, is_chosen=value is asked.taken)
            for value, label in (
                (TakenChoice.NO, _("Not taken")),
                (TakenChoice.YES, pgettext("wire item", "Taken")),
                (TakenChoice.PUBLISHED, pgettext("wire item", "Published")),
            )
        ),
        spans=tuple(
            Choice(value=value.value, label=_(label), is_chosen=value is asked.span) for value, label in SPANS.items()
        ),
    )


def languages() -> list[str]:
    """The languages that items came in, each by one look into the index: DISTINCT would read all of it."""
    found: list[str] = []
    listed = Listed.objects.order_by("language")
    while len(found) < MOST_LANGUAGES:
        following = listed.filter(language__gt=found[-1] if found else "").values_list("language", flat=True).first()
        if following is None:
            break
        found.append(following)
    return found


def chosen_in(asked: Asked, *, choices: Choices) -> list[Chosen]:
    """The parts of a filter in words, each with the address that leaves it out."""
    chosen = [_chosen(_("Words"), asked.words, rest=without(asked, name="words"))] if asked.words else []
    for name, label, field in (
        ("sources", _("Source"), choices.sources),
        ("topics", _("Topic"), choices.topics),
        ("sections", _("Section"), choices.sections),
        ("kinds", _("Kind"), choices.kinds),
        ("verdicts", _("State"), choices.verdicts),
        ("languages", _("Language"), choices.languages),
    ):
        chosen += [
            _chosen(label, choice.label, rest=without(asked, name=name, value=choice.value))
            for choice in field
            if choice.is_chosen
        ]
    for name, label, field in (
        ("urgency", _("Urgency"), choices.urgencies),
        ("taken", _("Use"), choices.taken),
        ("span", _("Time"), choices.spans),
    ):
        rest = without(asked, name=name)
        chosen += [_chosen(label, choice.label, rest=rest) for choice in field if choice.is_chosen]
    for name, label in (("day_from", _("From")), ("day_to", _("To"))):
        if day := getattr(asked, name):
            chosen.append(_chosen(label, day, rest=without(asked, name=name)))
    return chosen


def _chosen(label: str, value: str, *, rest: Asked) -> Chosen:
    return Chosen(text=f"{label}: {value}", without=address_of(rest))


def _headings(
    headings: Iterable[tuple[str, int, str]], *, kind: Heading.Kind, chosen: tuple[int, ...]
) -> tuple[Choice, ...]:
    """Of all headings (kind, key, name) those of a kind."""
    return tuple(
        Choice(value=str(key), label=name, is_chosen=key in chosen) for its, key, name in headings if its == kind
    )
