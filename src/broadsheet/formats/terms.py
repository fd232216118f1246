"""
Machine-readable terms of use: ODRL policies (w3.org/TR/odrl-model) as RightsML writes them (iptc.org/std/RightsML).

Only what forbids publication on a public site beyond doubt is refused; every other limit is told to the desk in words.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.fields import Fields
from broadsheet.formats.signals import code_tail
from broadsheet.formats.wording import distinct, one_line
from broadsheet.formats.xml import attribute, children, descendants, local, parse_xml

# Actions that a page on a public site is, with the words for them.
_PUBLISHING = {
    "use": "using it",
    "distribute": "distributing it",
    "publish": "publishing it",
    "present": "presenting it",
    "display": "displaying it",
    "reproduce": "reproducing it",
    "transmit": "transmitting it",
}
_CHANNELS = frozenset(("deliverychannel", "channel", "media", "medium"))
_PLACES = frozenset(("spatial", "absoluteposition", "country", "geography"))
_ONLINE = frozenset(("online", "digital", "web", "internet", "www", "website", "electronic"))
_IS = frozenset(("", "eq", "isanyof", "isa", "ispartof"))
_IS_NOT = frozenset(("neq", "isnoneof"))
# What a condition says, by what it speaks of and whether it names what it means or what it does not.
_LIMITS = {
    ("place", True): "in",
    ("place", False): "outside",
    ("channel", True): "by",
    ("channel", False): "by other means than",
}
_MOST_RULES = 200
_LONGEST_SENTENCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`refused` are uses that are forbidden here, `told` all other limits; both sentences for an editor."""

    refused: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    name: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One permission or prohibition; names are the last parts of their addresses, in small letters."""

    is_prohibition: bool
    action: str
    target: str = ""
    conditions: tuple[Condition, ...] = ()


def terms_in_json(text: str, *, guid: str) -> Terms:
    """The terms in a policy written as JSON, RightsML's or ODRL 2.2's; none where the text is no policy."""
    try:
        policy = Fields.of(json.loads(text))
    except (ValueError, RecursionError):
        return Terms()
    kinds = ((True, ("prohibitions", "prohibition")), (False, ("permissions", "permission")))
    rules = [
        rule
        for is_prohibition, names in kinds
        for entry in policy.entries(*names)
        for rule in _json_rules(entry, is_prohibition=is_prohibition)
    ]
    return terms_of(rules[:_MOST_RULES], guid=guid)


def terms_in_xml(root: etree._Element | None, *, guid: str) -> Terms:
    """The terms in the policies at or below an element."""
    policies = descendants(root, "Policy") if root is not None else iter(())
    rules = [rule for policy in policies for rule in _xml_rules(policy)]
    return terms_of(rules[:_MOST_RULES], guid=guid)


def terms_in_text(text: str, *, guid: str) -> Terms:
    """The terms in a policy that a property carries as a string, JSON or XML."""
    if not text.lstrip().startswith("<"):
        return terms_in_json(text, guid=guid)
    try:
        return terms_in_xml(parse_xml(text.strip().encode()), guid=guid)
    except WireFormatError:
        return Terms()


def together(several: Iterable[Terms]) -> Terms:
    terms = list(several)
    return Terms(
        refused=distinct([line for one in terms for line in one.refused]),
        told=distinct([line for one in terms for line in one.told]),
    )


def terms_of(rules: Iterable[Rule], *, guid: str) -> Terms:
    """
    What rules say of an item.

    A prohibition is refused if it concerns this item, holds everywhere and online, and no permission contradicts it.
    """
    rules = list(rules)
    permitted = {rule.action for rule in rules if not rule.is_prohibition}
    refused: list[str] = []
    told: list[str] = []
    for rule in rules:
        if _is_refused(rule, guid=guid) and rule.action not in permitted:
            refused.append(_sentence(rule))
        elif rule.is_prohibition or (rule.conditions and rule.action in _PUBLISHING):
            told.append(_sentence(rule))
    return Terms(refused=distinct(refused), told=distinct(told))


def _is_refused(rule: Rule, *, guid: str) -> bool:
    """True for a prohibition of this item under which a page on a public site always falls."""
    is_meant = rule.is_prohibition and rule.action in _PUBLISHING and rule.target in {"", guid}
    return is_meant and all(_is_online(condition) for condition in rule.conditions)


def _is_online(condition: Condition) -> bool:
    is_channel = condition.name in _CHANNELS and condition.operator in _IS
    return is_channel and any(value.casefold() in _ONLINE for value in condition.values)


def _sentence(rule: Rule) -> str:
    action = _PUBLISHING.get(rule.action, f"this use of it: {rule.action or 'unnamed'}")
    limits = "".join(_limit(condition) for condition in rule.conditions)
    if not rule.is_prohibition:
        return f"The terms allow {action} only{limits}"[:_LONGEST_SENTENCE]
    return f"The terms forbid {action}{limits}"[:_LONGEST_SENTENCE]


def _limit(condition: Condition) -> str:
    values = " or ".join(condition.values) or "an unnamed value"
    words = _LIMITS.get((_kind_of(condition.name), condition.operator in _IS))
    if words is None or condition.operator not in _IS | _IS_NOT:
        return f", if {condition.name} {condition.operator} {values}"
    return f" {words} {values}"


def _kind_of(name: str) -> str:
    return "place" if name in _PLACES else "channel" if name in _CHANNELS else ""


def _json_rules(entry: Fields, *, is_prohibition: bool) -> Iterator[Rule]:
    conditions = tuple(_json_condition(found) for found in entry.entries("constraints", "constraint"))
    target = _value(entry.values.get("target"))
    for action in _listed(entry.values.get("action")):
        yield Rule(
            is_prohibition=is_prohibition, action=code_tail(_value(action)), target=target, conditions=conditions
        )


def _json_condition(entry: Fields) -> Condition:
    values = [_bare(_value(value)) for value in _listed(entry.values.get("rightoperand"))]
    return Condition(
        name=code_tail(_value(entry.values.get("name")) or _value(entry.values.get("leftoperand"))),
        operator=code_tail(_value(entry.values.get("operator"))),
        values=distinct(values)[:20],
    )


def _listed(value: object) -> list[object]:
    return value[:20] if isinstance(value, list) else [value]


def _value(value: object) -> str:
    """A name that stands plainly or inside an object, as JSON-LD writes it."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("rdf:value", "@id", "@value", "uid", "id", "name") if key in value), "")
    if isinstance(value, Mapping):  # {"rdf:value": {"@id": "odrl:print"}, "refinement": …}
        value = value.get("@id", "")
    return one_line(value) if isinstance(value, str) else ""


def _bare(value: str) -> str:
    """The last part of an address, as it is written: "DEU" of "http://cvx.iptc.org/iso3166-1a3/DEU"."""
    return value.rstrip("/").replace("#", "/").rpartition("/")[2] if "://" in value else value.rpartition(":")[2]


def _xml_rules(policy: etree._Element) -> Iterator[Rule]:
    for part in descendants(policy, "prohibition", "permission"):
        conditions = tuple(
            Condition(
                name=code_tail(attribute(found, "name")),
                operator=code_tail(attribute(found, "operator")),
                values=distinct([_bare(value) for value in attribute(found, "rightOperand").split()])[:20],
            )
            for found in descendants(part, "constraint")
        )
        target = next((attribute(asset, "uid") for asset in children(part, "asset")), "")
        for action in children(part, "action"):
            yield Rule(
                is_prohibition=local(part) == "prohibition",
                action=code_tail(attribute(action, "name")),
                target=target,
                conditions=conditions,
            )
