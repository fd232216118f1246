"""Where a story comes from, in sentences for its readers: what is an agency's, and what was changed here."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from broadsheet.look import pages as look
from broadsheet.look.languages import Language
from broadsheet.wire.origins import EditedText, StoryOrigin
from broadsheet.wire.provenance import Hand

_REWRITTEN = 0.9  # share of words that are not the agency's, from which a text counts as another
_FEW = 0.01
_MOSTLY = 0.5


def origin_view(origin: StoryOrigin | None) -> look.Origin | None:
    """For the story's foot; None for the paper's own, which claims nothing of itself."""
    if origin is None:
        return None
    return look.Origin(
        agency=origin.agency,
        version="" if origin.version is None else str(origin.version),
        received_at=origin.received_at,
        changes=tuple(_sentences(origin)),
    )


def languages_of(origin: StoryOrigin | None, *, of_site: Language) -> look.StoryLanguages:
    """
    Where the agency's words stand in another language than the site's.

    What the newsroom rewrote counts as the site's: a translation is not marked as what it was translated from.
    """
    tag = Language.checked(origin.language) if origin else None
    if origin is None or tag is None or tag.is_same(of_site):
        return look.StoryLanguages()
    is_theirs = origin.body is Hand.AGENCY or (origin.text is not None and origin.text.added < _MOSTLY)
    return look.StoryLanguages(
        headline=tag if origin.headline is Hand.AGENCY else None,
        standfirst=tag if origin.standfirst is Hand.AGENCY else None,
        body=tag if is_theirs else None,
    )


def _sentences(origin: StoryOrigin) -> Iterator[str]:
    if not origin.agency:
        yield _("Written here, with passages from %(agencies)s.") % {"agencies": ", ".join(origin.others)}
        return
    changes = [*_of_heads(origin), *_of_text(origin)]
    yield from changes
    if origin.others:
        yield _("Some passages are from %(agencies)s.") % {"agencies": ", ".join(origin.others)}
    if not changes and origin.body is Hand.AGENCY:
        yield _("The headline and text are as %(agency)s sent them.") % {"agency": origin.agency}
    elif Hand.AGENCY in {origin.headline, origin.standfirst, origin.body, origin.picture}:
        yield _("The rest is as %(agency)s sent it.") % {"agency": origin.agency}


def _of_heads(origin: StoryOrigin) -> Iterator[str]:
    is_headline_ours = origin.headline in {Hand.EDITED, Hand.OWN}
    if is_headline_ours and origin.standfirst is Hand.EDITED:
        yield _("The headline and introduction were rewritten here.")
    elif is_headline_ours and origin.standfirst is Hand.OWN:
        yield _("The headline and introduction were written here.")
    elif is_headline_ours:
        yield _("The headline was rewritten here.")
    elif origin.standfirst is Hand.EDITED:
        yield _("The introduction was rewritten here.")
    elif origin.standfirst is Hand.OWN:
        yield _("The introduction was written here.")
    if origin.picture in {Hand.EDITED, Hand.OWN}:
        yield _("The picture was chosen here.")


def _of_text(origin: StoryOrigin) -> Iterator[str]:
    if origin.body is Hand.OWN:
        yield _("The text was written here.")
    if origin.text is not None:
        yield _of_edited(origin.text, agency=origin.agency)


def _of_edited(text: EditedText, *, agency: str) -> str:
    if text.added >= _REWRITTEN:
        return _("The text was rewritten here.")
    if text.added >= _FEW:
        share = {"share": round(text.added * 100), "agency": agency}
        return _("The text was edited here: about %(share)s%% of its words are not from %(agency)s.") % share
    return _("The text was shortened here.") if text.cut >= _FEW else _("A few words of the text were changed here.")
