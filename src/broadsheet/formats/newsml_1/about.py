"""What a NewsML 1 item says of itself: lines, rights, subjects, places, who made it and who must be named."""

from collections.abc import Iterator, Sequence

from lxml import etree

from broadsheet.contracts.news import Link, Subject
from broadsheet.formats.crediting import agency_of_code, credit_line, first_credit
from broadsheet.formats.vocabularies import distinct_subjects, subject_of
from broadsheet.formats.wording import byline_name, distinct, one_line, place_of_dateline, same_words
from broadsheet.formats.xml import attribute, child, children, descendants, text_of

_NOTES = frozenset(
    ("advisoryline", "advisory", "editorsnote", "editornote", "ednote", "editorialnote", "notetoeditors")
)
_SUMMARIES = frozenset(("abstract", "summary", "teaser", "teaserline", "abstractline"))
_IPTC_SCHEMES = frozenset(("iptcsubjectcodes", "iptcsubjectcode", "iptcsubject", "iptc"))
_PLACE_LEVELS = ("city", "countryarea", "country")
_MOST_LINKS = 500
_PIECES_WITH_REVISION = 6  # urn:newsml:provider:date:item:revision

Components = Sequence[etree._Element]  # noqa: SLF001  lxml has no public name for the type


def line_of(around: Components, name: str) -> str:
    """The first such line in these components' NewsLines that has words."""
    lines = (text_of(line) for component in around for line in children(child(component, "NewsLines"), name))
    return next((words for words in lines if words), "")


def standfirst_of(around: Components, *, summary: str, headline: str) -> str:
    """The summary, else the deck; never the headline again."""
    typed = (words for kind, words in _typed_lines(around) if kind in _SUMMARIES)
    lines = [summary, *typed, line_of(around, "SubHeadLine")]
    return next((line for line in lines if line and not same_words(line, headline)), "")


def notes_of(around: Components) -> str:
    """Lines to editors, one a line."""
    return "\n".join(distinct([words for kind, words in _typed_lines(around) if kind in _NOTES]))


def _typed_lines(around: Components) -> Iterator[tuple[str, str]]:
    for component in around:
        for line in children(child(component, "NewsLines"), "NewsLine"):
            kind = attribute(child(line, "NewsLineType"), "FormalName").casefold().replace(" ", "")
            yield kind, "\n".join(words for text in children(line, "NewsLineText") if (words := text_of(text)))


def slug_of(around: Components, *, label: str) -> str:
    return line_of(around, "SlugLine") or line_of(around, "KeywordLine") or label


def dateline_of(around: Components) -> str:
    """The place; "" where an agency writes only a date there (ANA does)."""
    line = place_of_dateline(line_of(around, "DateLine"))
    return line if any(letter.isalpha() for letter in line) else ""


def bylines_of(around: Components, *, credit: str) -> tuple[str, ...]:
    """ByLine, else the people who made it (the agency itself and initials are none)."""
    lines = [
        byline_name(text_of(line)) for component in around for line in children(child(component, "NewsLines"), "ByLine")
    ]
    makers = [byline_name(name) for name in _parties(around, "Creator") if " " in name and not same_words(name, credit)]
    return distinct(lines) or distinct(makers)


def credit_of(around: Components, *, provider: str) -> str:
    """Whom the page must name: credit line, provider, source, else the domain in the item's identity."""
    parties = (name for role in ("Provider", "Source") for name in _parties(around, role))
    return first_credit([
        credit_line(line_of(around, "CreditLine")), *(credit_line(agency_of_code(name)) for name in parties),
        agency_of_code(provider),
    ])  # fmt: skip


def _parties(around: Components, role: str) -> Iterator[str]:
    for component in around:
        for holder in children(child(component, "AdministrativeMetadata"), role):
            for party in children(holder, "Party"):
                if name := attribute(party, "FormalName"):
                    yield name


def copyright_of(around: Components) -> str:
    """The copyright line, else who holds it since when."""
    owned = (part for component in around for part in children(child(component, "RightsMetadata"), "Copyright"))
    held = (
        one_line(f"© {text_of(child(part, 'CopyrightDate'))} {text_of(child(part, 'CopyrightHolder'))}")
        for part in owned
        if text_of(child(part, "CopyrightHolder"))
    )
    return line_of(around, "CopyrightLine") or next(held, "")


def usage_terms_of(around: Components) -> str:
    """The rights line and what the rights metadata allow and limit, one a line."""
    lines = [line_of(around, "RightsLine")]
    for component in around:
        for rights in children(child(component, "RightsMetadata"), "UsageRights"):
            lines += [text_of(child(rights, name)) for name in ("UsageType", "Geography", "Limitations")]
    return "\n".join(distinct(lines))


def subjects_of(item: etree._Element, around: Components) -> tuple[Subject, ...]:
    """Subject codes with the names that a TopicSet gives them, keywords, and the audiences it is for."""
    names = _topic_names(item)
    found: list[Subject | None] = []
    for component in around:
        described = child(component, "DescriptiveMetadata")
        coded = (part for code in children(described, "SubjectCode") for part in code)
        found += [_subject(part, names=names) for part in coded]
        found += [subject_of(name=word, scheme="keyword") for word in _properties(described, "keyword")]
        found += [
            subject_of(name=attribute(part, "FormalName"), scheme="of-interest-to")
            for part in children(described, "OfInterestTo")
        ]
    keywords = line_of(around, "KeywordLine").replace(";", "/").replace(",", "/").split("/")
    return distinct_subjects([*found, *(subject_of(name=word, scheme="keyword") for word in keywords)])


def _subject(part: etree._Element, *, names: dict[str, str]) -> Subject | None:
    code = attribute(part, "FormalName")
    scheme = attribute(part, "Scheme") or attribute(part, "Vocabulary")
    is_iptc = scheme.casefold() in _IPTC_SCHEMES
    return subject_of(name=names.get(code, ""), code=code, scheme="" if is_iptc else scheme) if code else None


def _topic_names(item: etree._Element) -> dict[str, str]:
    """The English names of the topics that the item describes itself, else whatever name is first."""
    names: dict[str, str] = {}
    for topic in descendants(item, "Topic"):
        described = [part for part in children(topic, "Description") if attribute(part, "Variant") in {"", "Name"}]
        english = [part for part in described if (part.get("{http://www.w3.org/XML/1998/namespace}lang") or "") == "en"]
        name = next((words for part in (*english, *described) if (words := text_of(part))), "")
        for code in children(topic, "FormalName"):
            names.setdefault(text_of(code), name)
    return names


def _properties(element: etree._Element | None, name: str) -> Iterator[str]:
    for entry in children(element, "Property"):
        if attribute(entry, "FormalName").casefold() == name:
            yield attribute(entry, "Value")


def places_of(around: Components) -> tuple[str, ...]:
    """The most exact name of each place."""
    described = [part for component in around if (part := child(component, "DescriptiveMetadata")) is not None]
    places = [place for part in described for place in (*children(part, "Location"), part)]
    return distinct([_place(place) for place in places])


def _place(place: etree._Element) -> str:
    return next((value for level in _PLACE_LEVELS for value in _properties(place, level) if value), "")


def codes_of(around: Components) -> tuple[str, ...]:
    """Genres, which say "update" or "advisory" in some agencies."""
    return tuple(
        attribute(genre, "FormalName")
        for component in around
        for genre in children(child(component, "DescriptiveMetadata"), "Genre")
    )


def links_of(item: etree._Element, management: etree._Element | None) -> tuple[Link, ...]:
    """The items that this one was made from, goes with, or is a package of."""
    related = [("evolvedFrom", part) for part in children(management, "DerivedFrom")]
    related += [("associatedWith", part) for part in children(management, "AssociatedWith")]
    related += [("member", part) for part in descendants(item, "NewsItemRef")]
    links = (Link(guid=without_revision(attribute(part, "NewsItem")), rel=rel) for rel, part in related)
    return tuple(dict.fromkeys(link for link in links if link.guid))[:_MOST_LINKS]


def without_revision(identifier: str) -> str:
    """A urn:newsml without the number of the revision (RFC 3085): what all revisions share."""
    pieces = identifier.split(":")
    has_revision = len(pieces) == _PIECES_WITH_REVISION and pieces[-1].rstrip("NUA").isdigit()
    return ":".join(pieces[:-1]) if identifier.startswith("urn:newsml:") and has_revision else identifier
