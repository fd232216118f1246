"""Reads of the journal: who may read what of it, in one order, and as a file."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.models import ModelLogEntry, PageLogEntry, Site

from broadsheet.accounts.models import User
from broadsheet.desk.journal.acts import name_in_words
from broadsheet.stories.models import HomePage, may_publish

COLUMNS = (
    gettext_lazy("When (UTC)"),
    pgettext_lazy("journal", "Who"),
    pgettext_lazy("journal", "What"),
    gettext_lazy("In words"),
    gettext_lazy("Kind"),
    gettext_lazy("Name"),
    pgettext_lazy("journal", "Number"),
    gettext_lazy("Reason"),
    gettext_lazy("By command"),
)
# A spreadsheet takes a cell that begins so for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
_MANAGE_PEOPLE = "broadsheet_accounts.change_user"


def may_read_journal(person: Any) -> bool:
    """Whoever may publish everywhere: chiefs and administrators."""
    home = HomePage.objects.order_by("path").first()
    return home is not None and may_publish(home, person)


def entries_for(person: Any, model: type[Any]) -> QuerySet[Any]:
    """
    Those entries of one of the log's tables that are for somebody who may read the journal.

    Stories of every desk are a chief's to know. People, groups and commands at the machine are told to administrators.
    """
    if issubclass(model, PageLogEntry) or person.has_perm(_MANAGE_PEOPLE):
        entries: QuerySet[Any] = model.objects.all()
        return entries
    kinds = ContentType.objects.get_for_models(User, Group, Site, for_concrete_models=False)
    return ModelLogEntry.objects.exclude(content_type__in=kinds.values())  # type: ignore[no-any-return]


def names_of_gone(entries: Iterable[Any]) -> dict[int, str]:
    """What people were called who acted and were deleted since: their deletion stands in the journal."""
    gone = {entry.user_id for entry in entries if entry.user_id and entry.user is None}
    if not gone:
        return {}
    theirs = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User))
    told = theirs.filter(object_id__in=[str(pk) for pk in gone]).order_by("timestamp", "pk")
    return {int(entry.object_id): _("%(name)s (deleted)") % {"name": entry.label} for entry in told}


def as_csv(entries: Iterable[Any], *, language: str | None) -> Iterator[str]:
    """Lines of a table of comma-separated values, as they are asked for: then another language may be active."""
    lines = _lines(entries)
    while True:
        with translation.override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def _lines(entries: Iterable[Any]) -> Iterator[str]:
    yield _line(map(str, COLUMNS))
    for entry in entries:
        yield _line(
            (
                entry.timestamp.strftime("%Y-%m-%d %H:%M:%S.%f"),
                str(entry.who),
                str(entry.formatter.label if entry.formatter else entry.action),
                str(entry.message),
                str(entry.object_verbose_name if entry.content_type_id else ""),
                name_in_words(entry),
                str(entry.object_id),
                str(entry.data.get("reason", "")),
                str(entry.data.get("origin", "")),
            )
        )


def _line(cells: Iterable[str]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerow([_harmless(cell) for cell in cells])
    return buffer.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell
