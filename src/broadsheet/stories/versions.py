"""The public history of a story: each version that readers saw, and what it says differently."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.log_actions import log

from broadsheet.accounts.models import User
from broadsheet.stories.actions import StoriesError, may_restore, note_of
from broadsheet.stories.anatomy import may_be_killed
from broadsheet.stories.differing import Paragraph, Row, differences
from broadsheet.stories.guards import check_version
from broadsheet.stories.models import ChangeKind, PublishedVersion, StoryPage, may_publish
from broadsheet.stories.prose import block_paragraphs
from broadsheet.stories.signals import versions_changed

# In the order of the page. Pictures and the like are not told: one may be killed, and its caption with it.
PARTS: Mapping[str, Any] = {
    "headline": gettext_lazy("Headline"),
    "kicker": gettext_lazy("Kicker"),
    "standfirst": gettext_lazy("Standfirst"),
    "bylines": gettext_lazy("Byline"),
    "dateline": gettext_lazy("Dateline"),
    "body": gettext_lazy("Text"),
    "credit": gettext_lazy("Source"),
}
MOST_TOLD = 100  # versions on a page; 100 of 1,000 words each are told apart in some 0.3 s

Words = Mapping[str, list[list[str]]]


class StandingVersionError(StoriesError):
    """The version that readers see now is not withheld: the story is withdrawn, or corrected first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldVersion:
    """
    A version as it is told: `parts` hold the rows that changed since version `since`, or all of them where it is None.

    A withheld one has no parts, and `withheld` says what readers are told instead.
    """

    number: int
    published_at: datetime
    kind: str
    notes: tuple[str, ...] = ()
    since: int | None = None
    parts: tuple[Part, ...] = ()
    withheld: str = ""


def words_of(story: StoryPage) -> dict[str, list[list[str]]]:
    """A story's words as (kind, text) pairs, part by part, fit for JSON."""
    body = [block for block in story.body.get_prep_value() if not may_be_killed(block["type"])]
    bylines = [str(byline) for byline in story.bylines.all()]
    return {
        "headline": _lines(story.title),
        "kicker": _lines(story.kicker),
        "standfirst": _lines(story.standfirst),
        "bylines": _lines(", ".join(bylines)),
        "dateline": _lines(story.dateline),
        "body": [[paragraph.kind, paragraph.text] for paragraph in block_paragraphs(body, names_references=False)],
        "credit": _lines(story.source_credit),
    }


@transaction.atomic
def keep_version(story: StoryPage, *, now: datetime) -> None:
    """Keep the words that go out, where they are others than those that went out last."""
    words = words_of(story)
    last = PublishedVersion.objects.filter(story=story).order_by("-number").first()
    if last is None or last.words != words:
        last = PublishedVersion.objects.create(
            story=story,
            number=last.number + 1 if last else 1,
            published_at=now,
            kind=story.publishing_as or ChangeKind.UPDATE,
            words=words,
        )
    elif last.withheld:  # readers see these words again on the page itself
        last.withheld = ""
        last.save(update_fields=["withheld"])
    if last.number > 1:  # also where nothing changed: a story that returns finds a notice where its history was
        versions_changed.send(sender=StoryPage, story=story, is_urgent=False, now=now)


def keep_first_versions(stories: Iterable[StoryPage]) -> None:
    """Keep the words of stories that came in bulk with a past of their own, as of their first publication."""
    PublishedVersion.objects.bulk_create(
        PublishedVersion(story=story, number=1, published_at=story.first_published_at, words=words_of(story))
        for story in stories
        if story.live and story.first_published_at is not None
    )


def withhold_all(story: StoryPage) -> None:
    """A withdrawal takes every version with it."""
    story.versions.filter(withheld="").update(withheld=PublishedVersion.Withholding.WITHDRAWN)


@transaction.atomic
def withhold_version(version: PublishedVersion, *, reason: str, by: User, now: datetime) -> None:
    """
    Show a former version to readers no longer, for legal reasons; `reason` is for the newsroom's own history.

    :raises StandingVersionError: if readers see it on the story's page now
    :raises EmptyNoteError: if no reason is given
    :raises PermissionDenied: if `by` may not publish here
    """
    story = version.story
    if not may_publish(story, by):
        raise PermissionDenied("You may not publish in this section.")
    words = note_of(reason, _("Say why the version is withheld."))
    if story.live and not story.versions.filter(number__gt=version.number).exists():
        raise StandingVersionError(_("Readers see this version now. Correct or withdraw the story instead."))
    _withhold(version, PublishedVersion.Withholding.LEGAL, action="broadsheet.withhold", reason=words, by=by, now=now)


@transaction.atomic
def show_version(version: PublishedVersion, *, reason: str, by: User, now: datetime) -> None:
    """
    Let readers see a withheld version again.

    :raises EmptyNoteError: if no reason is given
    :raises PublishRefusedError: if a guard refuses: an agency's kill is final
    :raises PermissionDenied: if `by` may not publish everywhere
    """
    if not may_restore(by, version.story):
        raise PermissionDenied("Only a chief may show a withheld version again.")
    words = note_of(reason, _("Say why the version may be seen again."))
    check_version(version, now=now)
    _withhold(version, "", action="broadsheet.show_version", reason=words, by=by, now=now)


def told_versions(story: StoryPage) -> list[ToldVersion]:
    """The newest versions of a story, the newest first, each told from the last one before it that may be shown."""
    versions = list(story.versions.order_by("-number").prefetch_related("corrections")[: MOST_TOLD + 1])[::-1]
    told, before = [], None
    for version in versions:
        told.append(_told(version, before=before))
        if not version.withheld:
            before = version
    return told[::-1][:MOST_TOLD]


def _withhold(version: PublishedVersion, withheld: str, *, action: str, reason: str, by: User, now: datetime) -> None:
    version.withheld = withheld
    version.save(update_fields=["withheld"])
    log(instance=version.story, action=action, user=by, data={"version": version.number, "reason": reason})
    versions_changed.send(sender=StoryPage, story=version.story, is_urgent=bool(withheld), now=now)


def _told(version: PublishedVersion, *, before: PublishedVersion | None) -> ToldVersion:
    is_first = version.number == 1
    facts: dict[str, Any] = {
        "number": version.number,
        "published_at": version.published_at,
        "kind": "" if is_first else str(version.get_kind_display()),
        "notes": tuple(correction.note for correction in version.corrections.all()),
    }
    if version.withheld:
        with override(settings.LANGUAGE_CODE):  # the very sentence that readers see, whoever looks
            return ToldVersion(**{**facts, "notes": ()}, withheld=str(version.get_withheld_display()))
    return ToldVersion(
        **facts,
        since=before.number if before else None,
        parts=tuple(_parts(before.words if before else None, version.words)),
    )


def _parts(before: Words | None, now: Words) -> Iterable[Part]:
    for name, label in PARTS.items():
        new = _paragraphs(now.get(name, ()))
        rows = differences(_paragraphs(before.get(name, ())) if before is not None else new, new)
        if any(row.is_changed for row in rows) or (before is None and rows):
            yield Part(label=str(label), rows=rows)


def _paragraphs(pairs: Iterable[list[str]]) -> list[Paragraph]:
    return [Paragraph(kind=kind, text=text) for kind, text in pairs]


def _lines(text: str) -> list[list[str]]:
    words = " ".join(text.split())
    return [["p", words]] if words else []
