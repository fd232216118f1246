"""What a NewsML-G2 item is about, who made it, who must be named."""

from collections.abc import Mapping, Sequence

from lxml import etree

from broadsheet.contracts.news import Subject
from broadsheet.formats.crediting import agency_of_code, credit_line
from broadsheet.formats.newsml_g2.elements import (
    Family,
    best_text,
    code_of,
    first,
    name_of,
    rank_of,
    role_of,
)
from broadsheet.formats.signals import code_tail
from broadsheet.formats.vocabularies import distinct_subjects, subject_of
from broadsheet.formats.wording import byline_name, distinct, same_words
from broadsheet.formats.xml import attribute, children, text_of

# Natures of a concept that is a place: IPTC's cpnat, AP's cptype, Reuters' cptType:5.
_PLACES = frozenset(("geoarea", "poi", "place", "city", "country", "statprov", "region", "5", "location"))
_PLACE_SCHEMES = frozenset(("cpnat", "cptype", "cpttype", "geotyp", "loctyp"))
_AUTHORS = frozenset(("author", "writer", "reporter", "journalist", "photographer", "phot", "creator", "byline"))
_DECKS = frozenset(("subheadline", "subhead", "sub", "deck", "kicker", "alternative", "short", "seo", "roofline"))
_SUMMARIES = ("summary", "abstract", "teaser", "standfirst", "lead", "intro", "")
_SUBTITLES = frozenset(("subheadline", "subhead", "deck"))


def headline_of(members: Family, *, language: str) -> str:
    """The main headline: no role that says otherwise, first in rank, in the item's language."""
    spoken = [part for part in members.get("headline", ()) if text_of(part)]
    main = [part for part in spoken if role_of(part) not in _DECKS] or spoken
    top = min((rank_of(part) for part in main), default=0)
    return best_text([part for part in main if rank_of(part) == top], language=language)


def standfirst_of(members: Family, *, language: str, headline: str) -> str:
    """The summary, else the deck under the headline; never the headline again."""
    by_role = _by_role(members.get("description", ()))
    for role in _SUMMARIES:
        words = best_text(by_role.get(role, ()), language=language)
        if words and not same_words(words, headline):
            return words
    return best_text([part for part in members.get("headline", ()) if role_of(part) in _SUBTITLES], language=language)


def described(members: Family, *roles: str, language: str) -> str:
    """The description in the first of these roles that has words."""
    by_role = _by_role(members.get("description", ()))
    lines = (best_text(by_role.get(role, ()), language=language) for role in roles)
    return next((line for line in lines if line), "")


def _by_role(parts: Sequence[etree._Element]) -> dict[str, list[etree._Element]]:
    roles: dict[str, list[etree._Element]] = {}
    for part in parts:
        roles.setdefault(role_of(part), []).append(part)
    return roles


def credit_of(members: Family, *, language: str) -> str:
    """Whom the page must name: creditline, else provider, source, copyright holder."""
    line = credit_line(best_text(members.get("creditline", ()), language=language))
    holders = (first(members, name) for name in ("provider", "infoSource", "copyrightHolder"))
    return line or next((name for holder in holders if (name := party_name(holder, language=language))), "")


def party_name(party: etree._Element | None, *, language: str) -> str:
    """The name a party goes by: its own name, else the agency behind its code, qualifier or address."""
    if party is None:
        return ""
    return credit_line(name_of(party, language=language)) or agency_of_code(code_of(party) or text_of(party))


def bylines_of(members: Family, *, language: str, credit: str) -> tuple[str, ...]:
    """The names in `by`, else the people in `creator` (a login such as "gregor.t" or the agency itself is none)."""
    lines = distinct([byline_name(text_of(part)) for part in members.get("by", ())])
    if lines:
        return lines
    people = [name_of(part, language=language) for part in members.get("creator", ()) if _is_person(part)]
    return distinct([byline_name(name) for name in people if " " in name and not same_words(name, credit)])


def _is_person(creator: etree._Element) -> bool:
    nature, role = code_tail(attribute(creator, "type")), role_of(creator)
    return nature in {"", "person"} and (not role or role in _AUTHORS)


def subjects_of(members: Family, *, language: str, asserted: Mapping[str, str]) -> tuple[Subject, ...]:
    """Everything in `subject`, and keywords as subjects without a vocabulary; names also from the item's `assert`s."""
    subjects = [_subject(part, language=language, asserted=asserted) for part in members.get("subject", ())]
    keywords = [subject_of(name=text_of(part), scheme="keyword") for part in members.get("keyword", ())]
    return distinct_subjects([*subjects, *keywords])


def _subject(part: etree._Element, *, language: str, asserted: Mapping[str, str]) -> Subject | None:
    code = code_of(part)
    twins = (code_of(twin) for twin in children(part, "sameAs"))
    topic = next((twin for twin in twins if "medtop:" in twin or "/mediatopic/" in twin), "")
    name = name_of(part, language=language) or asserted.get(code, "")
    if not name and code == attribute(part, "literal"):
        name, code = code, ""  # a word and no code
    return subject_of(name=name, code=topic or code, relevance=part.get("relevance"))


def asserted_names(asserts: Sequence[etree._Element], *, language: str) -> dict[str, str]:
    """The names that an item's `assert`s give to the codes that it uses elsewhere."""
    names = {code_of(part): name_of(part, language=language) for part in asserts}
    return {code: name for code, name in names.items() if code and name}


def places_of(members: Family, *, language: str) -> tuple[str, ...]:
    """The names of places among the subjects, else where the item was made."""
    named = [name_of(part, language=language) for part in members.get("subject", ()) if _is_place(part)]
    return distinct(named) or distinct([name_of(part, language=language) for part in members.get("located", ())])


def _is_place(subject: etree._Element) -> bool:
    kind = attribute(subject, "type") or attribute(subject, "typeuri")
    scheme = kind.partition(":")[0].casefold()
    return code_tail(kind) in _PLACES and (scheme in _PLACE_SCHEMES or "://" in kind)


def notes_of(notes: Sequence[etree._Element]) -> str:
    """All notes to editors, one a line; a note pad that repeats the others is left out."""
    return "\n".join(distinct([text_of(note) for note in notes if role_of(note) != "notepad"]))
