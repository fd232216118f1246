"""Codes for what an item is about, brought to one way of writing them."""

import re
from collections.abc import Iterable

from broadsheet.contracts.news import Subject
from broadsheet.formats.numbers import whole_number
from broadsheet.formats.wording import one_line

MEDIA_TOPICS = "mediatopic"
SUBJECT_CODES = "subjectcode"  # the older IPTC vocabulary, whose 8 digits mean something else

# Aliases in the IPTC catalogs (iptc.org/std/catalog) and the names of the vocabularies' own addresses.
_SCHEMES = {
    "medtop": MEDIA_TOPICS,
    "mediatopic": MEDIA_TOPICS,
    "mediatopics": MEDIA_TOPICS,
    "iptc_mediatopics": MEDIA_TOPICS,
    "subj": SUBJECT_CODES,
    "subjectcode": SUBJECT_CODES,
    "subject_codes": SUBJECT_CODES,
    "iptc": SUBJECT_CODES,
    "iptcsubjectcode": SUBJECT_CODES,
}
_ADDRESS = re.compile(
    r"https?://(?:cv|www)\.iptc\.org/(?:std/)?newscodes/(?P<scheme>[\w-]+)/?(?:(?P<code>[\w-]+))?/?$", re.IGNORECASE
)
_MEDIA_TOPIC_CODE = re.compile(r"20\d{6}", re.ASCII)
_SUBJECT_CODE = re.compile(r"(?:0[1-9]|1[0-7])\d{6}", re.ASCII)
_MOST_SUBJECTS = 500
_HIGHEST_RELEVANCE = 100


def subject_of(*, name: str, code: str = "", scheme: str = "", relevance: object = None) -> Subject | None:
    """
    A subject with its vocabulary named plainly, or None if neither name nor code says anything.

    `code` may be a bare code, a qcode ("medtop:20000065") or an address in a vocabulary; `scheme` what the wire says
    of the vocabulary beside it.
    """
    scheme, code = _split(one_line(code), one_line(scheme))
    label = one_line(name)
    if not label and not code:
        return None
    return Subject(name=label, scheme=scheme, code=code, relevance=whole_number(relevance, most=_HIGHEST_RELEVANCE))


def distinct_subjects(subjects: Iterable[Subject | None]) -> tuple[Subject, ...]:
    """Each subject once, in order; of two with the same code the one with a name."""
    kept: dict[tuple[str, str], Subject] = {}
    for subject in subjects:
        if subject is None:
            continue
        key = (subject.scheme, subject.code or subject.name.casefold())
        if key not in kept or (subject.name and not kept[key].name):
            kept[key] = subject
    return tuple(kept.values())[:_MOST_SUBJECTS]


def _split(code: str, scheme: str) -> tuple[str, str]:
    address = _ADDRESS.match(code)
    if address and address["code"]:
        return _known(address["scheme"]), address["code"]
    if "://" in code:
        before, _, last = code.rstrip("/").rpartition("/")
        if before.endswith("/"):  # an address of a site, not of a concept in a vocabulary
            return _known(scheme), code
        return (_known(scheme) if scheme else before), last
    if not scheme:
        return _split_bare(code)
    return _known(scheme), code.removeprefix(f"{scheme}:")


def _split_bare(code: str) -> tuple[str, str]:
    """A qcode, or a code whose digits tell its vocabulary."""
    prefix, _, rest = code.partition(":")
    if prefix and rest:
        return _known(prefix), rest
    if _MEDIA_TOPIC_CODE.fullmatch(code):
        return MEDIA_TOPICS, code
    return (SUBJECT_CODES if _SUBJECT_CODE.fullmatch(code) else ""), code


def _known(scheme: str) -> str:
    address = _ADDRESS.match(scheme)
    bare = address["scheme"] if address else scheme
    return _SCHEMES.get(bare.casefold(), scheme)
