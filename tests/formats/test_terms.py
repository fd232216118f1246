"""Machine-readable terms: what they refuse on a public site, and what they only tell the desk."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.contracts.news import NewsItem
from broadsheet.formats.reading import read_items
from broadsheet.formats.terms import terms_in_json, terms_in_text
from formats.test_hostile_input import json_values

ODRL = "http://www.w3.org/ns/odrl/2/"
GUID = "urn:example:a"


def policy(kind: str, action: str, *constraints: dict[str, Any], **more: object) -> dict[str, Any]:
    return {kind: [{"action": f"{ODRL}{action}", "constraints": list(constraints)}], **more}


def limit(name: str, value: object, operator: str = "eq") -> dict[str, Any]:
    return {"name": f"{ODRL}{name}", "operator": f"{ODRL}{operator}", "rightoperand": value}


def refused(rights: dict[str, Any]) -> tuple[str, ...]:
    return terms_in_json(json.dumps(rights), guid=GUID).refused


def told(rights: dict[str, Any]) -> tuple[str, ...]:
    return terms_in_json(json.dumps(rights), guid=GUID).told


@pytest.mark.parametrize(
    ("rights", "sentence"),
    [
        (policy("prohibitions", "distribute"), "The terms forbid distributing it"),
        (policy("prohibition", "use"), "The terms forbid using it"),
        (
            policy("prohibitions", "distribute", limit("deliveryChannel", "http://example.org/channel/DIGITAL")),
            "The terms forbid distributing it by DIGITAL",
        ),
        (
            policy("prohibitions", "publish", limit("media", ["print", "online"], "isAnyOf")),
            "The terms forbid publishing it by print or online",
        ),
        ({"prohibition": {"target": GUID, "action": {"@id": "odrl:display"}}}, "The terms forbid displaying it"),
    ],
)
def test_a_prohibition_that_a_public_page_falls_under_is_refused(rights: dict[str, Any], sentence: str) -> None:
    assert refused(rights) == (sentence,)
    assert told(rights) == ()


@pytest.mark.parametrize(
    ("rights", "sentence"),
    [
        (
            policy("prohibitions", "distribute", limit("spatial", "http://cvx.iptc.org/iso3166-1a3/ITA")),
            "The terms forbid distributing it in ITA",
        ),
        (
            policy("permissions", "distribute", limit("spatial", "http://cvx.iptc.org/iso3166-1a3/DEU")),
            "The terms allow distributing it only in DEU",
        ),
        (
            policy("prohibitions", "distribute", limit("spatial", "iso:NOR", "neq")),
            "The terms forbid distributing it outside NOR",
        ),
        (policy("prohibitions", "distribute", limit("media", "print")), "The terms forbid distributing it by print"),
        (
            policy("prohibitions", "use", limit("dateTime", "2026-05-01", "gteq")),
            "The terms forbid using it, if datetime gteq 2026-05-01",
        ),
        (policy("prohibitions", "commercialize"), "The terms forbid this use of it: commercialize"),
        (
            {"prohibitions": [{"action": "use", "target": "urn:example:other"}]},
            "The terms forbid using it",
        ),
        (
            {"prohibitions": [{"action": "use"}], "permissions": [{"action": "use", "assignee": "urn:us"}]},
            "The terms forbid using it",
        ),
    ],
)
def test_every_other_limit_is_told_and_refuses_nothing(rights: dict[str, Any], sentence: str) -> None:
    assert refused(rights) == ()
    assert told(rights) == (sentence,)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", "{....}", "<o:Policy/>", "<a", "[" * 100_000, '{"prohibitions": 1}']
)
def test_what_is_no_policy_says_nothing(text: str) -> None:
    terms = terms_in_text(text, guid=GUID)

    assert (terms.refused, terms.told) == ((), ())


@settings(max_examples=60, deadline=None)
@given(
    rules=st.dictionaries(
        st.sampled_from(["prohibitions", "permission"]),
        st.lists(
            st.dictionaries(
                st.sampled_from(["action", "target", "constraints", "constraint"]),
                json_values
                | st.lists(st.dictionaries(st.sampled_from(["name", "operator", "rightOperand"]), json_values)),
            ),
            max_size=3,
        ),
    )
)
def test_a_policy_of_any_shape_says_something_or_nothing(rules: dict[str, Any]) -> None:
    terms = terms_in_json(json.dumps(rules), guid=GUID)

    assert all(line.startswith("The terms") for line in (*terms.refused, *terms.told))


def g2(rights: str) -> NewsItem:
    document = f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{GUID}">{rights}</newsItem>'
    (item,) = read_items(document.encode())
    return item


def expression(attributes: str = "") -> str:
    return (
        f'<rightsInfo {attributes}><rightsExpressionXML langid="{ODRL}"><o:Policy xmlns:o="{ODRL}"><o:prohibition>'
        f'<o:asset uid="{GUID}" relation="{ODRL}target"/><o:action name="{ODRL}distribute"/>'
        f"</o:prohibition></o:Policy></rightsExpressionXML></rightsInfo>"
    )


def test_newsml_g2_carries_a_policy_as_xml() -> None:
    assert g2(expression()).refused_uses == ("The terms forbid distributing it",)


def test_newsml_g2_carries_a_policy_as_json() -> None:
    words = json.dumps(policy("prohibitions", "distribute", limit("spatial", "ITA"))).replace('"', "&quot;")
    item = g2(
        f"<rightsInfo><usageTerms>Plain</usageTerms><rightsExpressionData>{words}</rightsExpressionData></rightsInfo>"
    )

    assert item.refused_uses == ()
    assert item.usage_terms == "Plain\nThe terms forbid distributing it in ITA"


def test_terms_of_a_part_refuse_nothing_of_the_whole() -> None:
    item = g2(expression('idrefs="picture1"'))

    assert item.refused_uses == ()
    assert item.usage_terms == "The terms forbid distributing it"


def ninjs(**fields: object) -> NewsItem:
    (item,) = read_items(json.dumps({"uri": GUID, "headline": "H", "body_text": "x", **fields}).encode())
    return item


def test_ninjs_carries_a_policy_as_a_string_or_its_address() -> None:
    encoded = json.dumps(policy("prohibitions", "distribute"))

    assert ninjs(rightsInfo={"encodedRights": encoded}).refused_uses == ("The terms forbid distributing it",)
    assert ninjs(rightsinfo={"linkedrights": "https://example.org/rights"}).usage_terms == (
        "The terms are at https://example.org/rights"
    )


def test_an_associated_picture_that_may_not_be_published_is_left_out_and_told() -> None:
    entry = {"type": "picture", "uri": "urn:p", "renditions": {"main": {"href": "https://example.org/p.jpg"}}}
    encoded = json.dumps(policy("prohibitions", "display"))

    item = ninjs(
        associations={"lead": {**entry, "rightsinfo": {"encodedrights": encoded}}, "other": entry | {"uri": "q"}}
    )

    assert [found.guid for found in item.pictures] == ["q"]
    assert item.warnings == ("The picture urn:p was left out: The terms forbid displaying it",)


def test_a_picture_of_a_message_that_may_not_be_published_does_not_stand_with_its_story() -> None:
    picture = (
        '<newsItem guid="urn:example:a">{}<itemMeta><itemClass qcode="ninat:picture"/></itemMeta>'
        '<contentSet><remoteContent href="a.jpg" contenttype="image/jpeg"/></contentSet></newsItem>'
    )
    body = "<inlineXML><html><body><p>x</p></body></html></inlineXML>"
    story = f'<newsItem guid="s"><contentSet>{body}</contentSet></newsItem>'
    message = "<newsMessage><itemSet>{}{}</itemSet></newsMessage>"

    (_, plain) = read_items(message.format(picture.format(""), story).encode())
    (_, limited) = read_items(message.format(picture.format(expression()), story).encode())

    assert [found.guid for found in plain.pictures] == [GUID]
    assert limited.pictures == ()
