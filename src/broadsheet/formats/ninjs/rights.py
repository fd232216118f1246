"""Machine-readable terms in ninjs: `rightsinfo`, a policy of its own or the address of one."""

from broadsheet.formats.fields import Fields
from broadsheet.formats.terms import Terms, terms_in_text, together


def terms_of_document(fields: Fields, *, guid: str) -> Terms:
    """What `rightsinfo` says of a document or an associated one; a policy elsewhere is only named."""
    policies = list(fields.entries("rightsinfo"))
    links = tuple(f"The terms are at {link}" for policy in policies if (link := policy.line("linkedrights")))
    encoded = [terms_in_text(policy.text("encodedrights"), guid=guid) for policy in policies]
    return together([*encoded, Terms(told=links)])
