"""What a NewsML-G2 package holds: the members of its groups, in the order in which they are to be read."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml import etree

from broadsheet.contracts.news import Link
from broadsheet.formats.newsml_g2.elements import code_of, name_of, role_of
from broadsheet.formats.signals import code_tail
from broadsheet.formats.xml import attribute, child, children, descendants, local

LinkReader = Callable[[etree._Element], Link]  # noqa: SLF001  lxml has no public name for the type

_ALTERNATIVES = "alt"


def members_of(package: etree._Element, *, link: LinkReader) -> Iterator[Link]:
    """
    Each itemRef as a link "member", each conceptRef as "concept", with the role of the group that it stands in.

    The groups are walked from the groupSet's root through their groupRefs (NewsML-G2 specification, "groupSet"); of a
    group whose mode is "alt" one member is meant, which its role says. Groups that nothing leads to come last.
    """
    group_set = child(package, "groupSet")
    if group_set is None:
        yield from (replace(link(part), rel="member") for part in descendants(package, "itemRef"))
        return
    groups = {attribute(group, "id"): group for group in children(group_set, "group")}
    root = groups.get(attribute(group_set, "root"))
    waiting = list(reversed([*([root] if root is not None else []), *children(group_set, "group")]))
    seen: set[etree._Element] = set()
    # A stack of groups and of what stands in them: a group is opened where it is first referred to.
    while waiting:
        part = waiting.pop()
        if local(part) == "groupRef":
            part = groups.get(attribute(part, "idref"), part)
        if local(part) == "group":
            if part not in seen:
                seen.add(part)
                waiting.extend(reversed([inner for inner in part if local(inner) != "group" or inner not in seen]))
        elif local(part) in {"itemRef", "conceptRef"}:
            yield _member(part, link=link)


def _member(part: etree._Element, *, link: LinkReader) -> Link:
    group = part.getparent()
    if local(part) == "conceptRef":
        found = Link(guid=code_of(part) or attribute(part, "residref"), rel="concept", headline=name_of(part))
    else:
        found = replace(link(part), rel="member")
    return found if group is None else replace(found, role=_role_of(group))


def _role_of(group: etree._Element) -> str:
    role = role_of(group)
    if code_tail(attribute(group, "mode")) == _ALTERNATIVES:
        return f"{role}, one of several".removeprefix(", ")
    return role
