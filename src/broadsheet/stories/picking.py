"""What the story's form refuses of pins and bans, a word at each row."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, gettext_noop

from broadsheet.stories.visibility import may_see

if TYPE_CHECKING:
    from broadsheet.stories.models import StoryPage

ITSELF = gettext_noop("This is the story itself.")
TWICE = gettext_noop("This story is named above already.")
BOTH = gettext_noop("This story is to stand first and never to stand there. Take one of the two away.")


def refuse_contradictions(form: Any) -> None:
    """Put an error on each row that names the story itself, one that is named before, or one that nobody told of."""
    seen: dict[int, str] = {}
    for name in ("related_pins", "related_bans"):
        for row, other in _chosen(form.formsets.get(name)):
            if other.pk == form.instance.pk:
                row.add_error("other", gettext(ITSELF))
            elif other.pk in seen:
                row.add_error("other", gettext(TWICE if seen[other.pk] == name else BOTH))
            elif "other" in row.changed_data and not may_see(other, form.for_user):
                # As of a number that no story has: who may not know of a story is not told that there is one.
                row.add_error("other", row.fields["other"].error_messages["invalid_choice"])
            seen.setdefault(other.pk, name)


def _chosen(formset: Any) -> Iterator[tuple[Any, "StoryPage"]]:
    """The rows that stay and name a story, in the order in which they were added."""
    if formset is None or not formset.is_bound:
        return
    for row in formset.forms:
        other = row.cleaned_data.get("other") if row.is_valid() and not row.cleaned_data.get("DELETE") else None
        if other is not None:
            yield row, other
