"""The forms of the newsroom: a story's own, and the words that a correction, a withdrawal or a return asks for."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from broadsheet.stories.addresses import HOME_DEPTH, OLDER, SITES_OWN
from broadsheet.stories.guards import reasons_to_refuse
from broadsheet.stories.known_addresses import page_known_at
from broadsheet.stories.lengths import HEADLINE_PLACES, STANDFIRST_PLACES, as_told
from broadsheet.stories.picking import refuse_contradictions
from broadsheet.stories.slugs import free_slug, slug_of

if TYPE_CHECKING:
    from broadsheet.stories.models import StoryPage

SECTION_ROOT_DEPTH = HOME_DEPTH + 1
# What the editor's buttons post when a story is on its way out, today, tomorrow or after somebody's approval.
LETTING_OUT = ("action-publish", "action-submit", "action-restart-workflow")


class StoryForm(WagtailAdminPageForm):
    """Asks the publish guards before a story is published, submitted, approved or scheduled: a clear word here."""

    class Media:
        css = {"all": ["broadsheet_stories/writing.css"]}
        js = [
            "broadsheet_stories/lengths.js",
            "broadsheet_stories/counting.js",
            "broadsheet_stories/checking.js",
            "broadsheet_stories/leaving.js",
            "broadsheet_stories/pasting.js",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, places in (("title", HEADLINE_PLACES), ("standfirst", STANDFIRST_PLACES)):
            if name in self.fields:
                told = {"data-lengths": json.dumps(as_told(places)), **_words_of_lengths()}
                self.fields[name].widget.attrs.update(told)
        if "standfirst" in self.fields:
            self.fields["standfirst"].widget.attrs.update(_words_of_counting())
        if "slug" in self.fields and self.instance.first_published_at is None:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """
        The headline's address until readers know one, unless somebody typed another; numbered where it is taken.

        The script that writes the headline's address beside it is behind by a moment: a button may be quicker.
        """
        slug: str = self.cleaned_data["slug"]
        story = self.instance
        is_known = story.first_published_at is not None
        if is_known or self._is_typed(slug):
            refuse_known_address(slug, under=self.parent_page, page=story)
            if is_known or Page._slug_is_available(slug, self.parent_page, story):  # noqa: SLF001  what Wagtail's form asks
                return slug
        else:
            slug = self.cleaned_data.get("title", slug)
        return free_slug(slug, under=self.parent_page, fallback="story", page=story.pk)

    def _is_typed(self, slug: str) -> bool:
        """Whether the address is somebody's own: neither the headline's, nor the one that an earlier headline gave."""
        if slug in {"", *_made_of(self.cleaned_data.get("title", ""))}:
            return False
        if slug != self.instance.slug:
            return True
        former = free_slug(self.instance.title, under=self.parent_page, fallback="story", page=self.instance.pk)
        return slug not in {former, *_made_of(self.instance.title)}

    def clean(self) -> Any:
        cleaned = super().clean()
        refuse_contradictions(self)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or not self._lets_out():
            return
        now = timezone.now()
        hold_for_embargo(self.instance, now=now)
        for reason in reasons_to_refuse(self.instance, now=moment_of_publication(self.instance, now=now)):
            self.add_error(None, reason)

    def _lets_out(self) -> bool:
        approved = "action-workflow-action" in self.data and self.data.get("workflow-action-name") == "approve"
        return approved or any(name in self.data for name in LETTING_OUT)


def _made_of(headline: str) -> tuple[str, ...]:
    """The addresses that we make of a headline, and that the script of Wagtail's form does."""
    return slug_of(headline, fallback="story"), slugify(headline), slugify(headline, allow_unicode=True)


def _words_of_lengths() -> dict[str, str]:
    """What `lengths.js` says; it puts in the numbers."""
    return {
        "data-says-whole": _("whole"),
        "data-says-cut-after-words": _("cut after “… {words}”"),
        "data-says-cut-after": _("cut after {count} characters"),
        "data-says-line": ngettext("{count} line", "{count} lines", 1),
        "data-says-lines": ngettext("{count} line", "{count} lines", 2),
        "data-says-wraps": _("wraps to {count} lines, {most} look well"),
        "data-says-character": ngettext("{count} character", "{count} characters", 1),
        "data-says-characters": ngettext("{count} character", "{count} characters", 2),
        "data-says-fits": _("Fits everywhere."),
    }


def _words_of_counting() -> dict[str, str]:
    """What `counting.js` says above the body; it puts in the numbers."""
    return {
        "data-says-no-words": _("No words yet"),
        "data-says-word": ngettext("{count} word · {minutes} min to read", "{count} words · {minutes} min to read", 1),
        "data-says-words": ngettext("{count} word · {minutes} min to read", "{count} words · {minutes} min to read", 2),
    }


class SectionPageForm(WagtailAdminPageForm):
    """Refuses addresses that the edge answers by itself, and those that lead readers to another page."""

    nameless = "section"  # the address of one whose name has no letters

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and self.instance.pk is None:
            self.fields["slug"].required = False  # a name of emoji alone gives none

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if not slug:
            return free_slug(self.cleaned_data.get("title", ""), under=self.parent_page, fallback=self.nameless)
        if slug in SITES_OWN and self.parent_page.depth == HOME_DEPTH:
            raise ValidationError(
                _("/%(slug)s/ is an address of the site itself. Take another one, such as %(slug)s-news")
                % {"slug": slug}
            )
        refuse_known_address(slug, under=self.parent_page, page=self.instance)
        return slug


class PaperPageForm(SectionPageForm):
    nameless = "page"


def refuse_known_address(slug: str, *, under: Page, page: Page) -> None:
    """
    Keep an address for the page that readers find by it; `page` may keep what it has.

    :raises ValidationError: if it leads to another page, or the archive stands there
    """
    if slug == page.slug:
        return
    if slug == OLDER:
        raise ValidationError(_("Archives stand at this address of every section. Take another one, such as old"))
    other = page_known_at(slug, under=under, besides=page.pk)
    if other is not None:
        raise ValidationError(
            _("This address leads readers to “%(title)s”, which stood here. Take another one, such as %(slug)s-2")
            % {"title": other.title, "slug": slug}
        )


def hold_for_embargo(story: "StoryPage", *, now: datetime) -> None:
    """Publishing a story under embargo means: at the second the embargo ends, or later if it is scheduled later."""
    until = story.embargoed_until
    if until is not None and until > now and (story.go_live_at is None or story.go_live_at < until):
        story.go_live_at = until


def moment_of_publication(story: "StoryPage", *, now: datetime) -> datetime:
    return max(now, story.go_live_at or now)


class SectionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own cannot be subscripted
    def label_from_instance(self, obj: Any) -> str:
        """Indent sections inside sections."""
        return f"{'— ' * (obj.depth - SECTION_ROOT_DEPTH)}{obj.title}"


class SectionForm(forms.Form):
    """Where a new story will stand."""

    parent_page = SectionField(
        queryset=None,
        label=gettext_lazy("Section"),
        help_text=gettext_lazy("The story stands there, and its editors decide on it. It can be moved later."),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent_page"].queryset = sections  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """One text that somebody else will read."""

    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)

    def __init__(self, *args: Any, label: str, help_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label, self.fields["note"].help_text = label, help_text


class ChangeForm(NoteForm):
    """What kind of change goes out, and what readers are told of it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of change"),
        widget=forms.RadioSelect,
        initial="correction",
        choices=(
            ("correction", gettext_lazy("Correction: something was wrong")),
            ("clarification", gettext_lazy("Clarification: something could be misunderstood")),
            ("update", gettext_lazy("Update: there is news")),
            ("style", gettext_lazy("Style: spelling and the like, nothing that readers need to be told")),
        ),
    )
    field_order = ("kind", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = False  # the action says which kinds cannot go without
