"""Today's stories in the columns of a board, by how far each has come: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Column(TextChoices):
    """In the order of a story's way; a story stands in the last that it has reached."""

    DRAFT = "draft", pgettext_lazy("board", "Draft")
    CHANGES_ASKED = "changes-asked", pgettext_lazy("board", "Changes asked for")
    SUBMITTED = "submitted", pgettext_lazy("board", "Waits for approval")
    SCHEDULED = "scheduled", pgettext_lazy("board", "Scheduled")
    PUBLISHED = "published", pgettext_lazy("board", "Published")
    UPDATED = "updated", pgettext_lazy("board", "Updated")
    CORRECTED = "corrected", pgettext_lazy("board", "Corrected")
    WITHDRAWN = "withdrawn", pgettext_lazy("board", "Withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a story stands; moments are those of today alone, except `goes_out_at`, which is to come."""

    is_live: bool
    has_newer_draft: bool = False
    edited_at: datetime | None = None
    is_submitted: bool = False
    are_changes_asked: bool = False
    goes_out_at: datetime | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    corrected_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A story on the board. `at` is the moment that its column is about; `url` is empty for who may not open it."""

    headline: str
    section: str
    who: str
    column: Column
    at: datetime | None
    url: str
    note: str = ""


def column_of(standing: Standing) -> tuple[Column, datetime | None] | None:
    """The column of a story, and the moment that it is about; None where nothing came of it today."""
    reached = (
        (Column.WITHDRAWN, standing.withdrawn_at is not None, standing.withdrawn_at),
        (Column.SCHEDULED, standing.goes_out_at is not None, standing.goes_out_at),
        (Column.CHANGES_ASKED, standing.are_changes_asked, standing.edited_at),
        (Column.SUBMITTED, standing.is_submitted, standing.edited_at),
        (Column.DRAFT, not standing.is_live or standing.has_newer_draft, standing.edited_at),
        (Column.CORRECTED, standing.corrected_at is not None, standing.corrected_at),
        (Column.UPDATED, standing.updated_at is not None and standing.published_at is None, standing.updated_at),
        (Column.PUBLISHED, standing.published_at is not None, standing.published_at),
    )
    return next(((column, at) for column, is_reached, at in reached if is_reached), None)


def columns_of(tickets: Iterable[Ticket]) -> Mapping[Column, list[Ticket]]:
    """Every column, empty ones too: what goes out next stands first among the scheduled, the newest in the others."""
    columns: dict[Column, list[Ticket]] = {column: [] for column in Column}
    for ticket in tickets:
        columns[ticket.column].append(ticket)
    for column, held in columns.items():
        held.sort(
            key=lambda ticket: ticket.at.timestamp() if ticket.at else 0.0, reverse=column is not Column.SCHEDULED
        )
    return columns
