"""What an editor does with a published story beyond editing it: correct it in public, withdraw it, take it back."""

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page, PageLogEntry

from broadsheet.accounts.models import User
from broadsheet.stories.actions import StoriesError, correct_story, may_restore, restore_story, withdraw_story
from broadsheet.stories.forms import ChangeForm, NoteForm
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import ChangeKind, PublishedVersion, StoryPage, may_publish
from broadsheet.stories.sharing import Readers, in_words, readers_of, share_story
from broadsheet.stories.versions import show_version, told_versions, withhold_version
from broadsheet.stories.visibility import may_read_draft, may_work_on


def crumbs_to(story: StoryPage) -> list[dict[str, str]]:
    """The way to a story's editor."""
    return [
        {"url": reverse("stories:index"), "label": _("Stories")},
        {"url": reverse("wagtailadmin_pages:edit", args=[story.pk]), "label": story.get_admin_display_title()},
    ]


class NoteView(WagtailAdminTemplateMixin, FormView, ABC):  # type: ignore[type-arg]
    """A page of its own: what will happen, one text, and a button that says it."""

    template_name = "stories/note.html"
    form_class = NoteForm
    header_icon = "warning"
    label: Any = ""
    help_text: Any = ""
    explanation: Any = ""
    button: Any = ""
    done: Any = ""
    is_serious = False  # shown in red: it takes something from readers

    @cached_property
    def story(self) -> StoryPage:
        return get_object_or_404(StoryPage, pk=self.kwargs["story_id"])

    @property
    def person(self) -> User:
        person: User = self.request.user  # type: ignore[assignment]  # the admin's own check let nobody else in
        return person

    def is_allowed(self) -> bool:
        """Whether this person may do this to this story."""
        return may_publish(self.story, self.person)

    @abstractmethod
    def act(self, form: NoteForm, by: User) -> None:
        """Do what the button says."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """:raises PermissionDenied: for anybody who may not do this here"""
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.story.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *crumbs_to(self.story), {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "label": self.label, "help_text": self.help_text}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            explanation=self.explanation,
            button=self.button,
            is_serious=self.is_serious,
            edit_url=self.edit_url,
            story=self.story,
        )

    def form_valid(self, form: NoteForm) -> HttpResponse:
        """Do it, or say in the form why it cannot be done."""
        try:
            with transaction.atomic():
                self.act(form, self.person)
        except (StoriesError, PublishRefusedError) as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.done % {"title": self.story.get_admin_display_title()})
        return redirect(self.next_url())

    def next_url(self) -> str:
        return reverse("wagtailadmin_explore", args=[self.story.get_parent().pk])


class CorrectView(NoteView):
    form_class = ChangeForm
    header_icon = "edit"
    page_title = gettext_lazy("Publish a correction")
    label = gettext_lazy("Public note")
    help_text = gettext_lazy(
        "What was wrong and what is right now. Readers see it under the story, in its versions and among the paper's "
        "corrections. An update or a change of style may go without."
    )
    explanation = gettext_lazy("The newest version of the story is published at once, with this note under it.")
    button = gettext_lazy("Publish the change")
    done = gettext_lazy("“%(title)s” is out as it stands now.")

    def act(self, form: NoteForm, by: User) -> None:
        kind = ChangeKind(form.cleaned_data["kind"])
        correct_story(self.story, note=form.cleaned_data["note"], kind=kind, by=by, now=timezone.now())


class WithdrawView(NoteView):
    page_title = gettext_lazy("Withdraw the story")
    is_serious = True
    label = gettext_lazy("Public notice")
    help_text = gettext_lazy("Why the story is gone. Readers who follow an old link see this instead of it.")
    explanation = gettext_lazy(
        "The story leaves its page, every list and every front at once. Only a chief can bring it back."
    )
    button = gettext_lazy("Withdraw the story")
    done = gettext_lazy("“%(title)s” is withdrawn.")

    def act(self, form: NoteForm, by: User) -> None:
        withdraw_story(self.story, notice=form.cleaned_data["note"], by=by, now=timezone.now())


class RestoreView(NoteView):
    header_icon = "upload"
    page_title = gettext_lazy("Publish a withdrawn story again")
    label = gettext_lazy("Reason")
    help_text = gettext_lazy("For the story's history; readers do not see it.")
    explanation = gettext_lazy("The withdrawal is taken back and the newest version goes out at once.")
    button = gettext_lazy("Publish it again")
    done = gettext_lazy("“%(title)s” is out again.")

    def act(self, form: NoteForm, by: User) -> None:
        restore_story(self.story, reason=form.cleaned_data["note"], by=by, now=timezone.now())

    def is_allowed(self) -> bool:
        return may_restore(self.person, self.story)


class VersionsView(WagtailAdminTemplateMixin, TemplateView):
    """The versions that readers saw, as they are told to them, with the acts that an editor has on each."""

    template_name = "stories/versions.html"
    header_icon = "history"
    page_title = gettext_lazy("Versions that readers saw")

    @cached_property
    def story(self) -> StoryPage:
        return get_object_or_404(StoryPage, pk=self.kwargs["story_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """:raises PermissionDenied: for anybody who may not publish in the story's section"""
        if not may_publish(self.story, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *crumbs_to(self.story), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = told_versions(self.story)
        standing = told[0].number if told and self.story.live else None
        return super().get_context_data(
            **kwargs,
            story=self.story,
            versions=told,
            standing=standing,
            may_show=may_restore(self.request.user, self.story),  # type: ignore[arg-type]  # nobody else is let in
        )


class VersionView(NoteView, ABC):
    """An act on one version."""

    label = gettext_lazy("Reason")
    help_text = gettext_lazy("For the story's history in the newsroom; readers do not see it.")

    @cached_property
    def version(self) -> PublishedVersion:
        return get_object_or_404(PublishedVersion, story=self.story, number=self.kwargs["number"])

    @property
    def edit_url(self) -> str:
        return reverse("story_versions", args=[self.story.pk])

    def next_url(self) -> str:
        return self.edit_url


class WithholdView(VersionView):
    page_title = gettext_lazy("Withhold a version")
    is_serious = True
    explanation = gettext_lazy(
        "Readers are told that there was this version and that it was withdrawn for legal reasons; no word of it."
    )
    button = gettext_lazy("Withhold the version")
    done = gettext_lazy("The version is withheld.")

    def act(self, form: NoteForm, by: User) -> None:
        withhold_version(self.version, reason=form.cleaned_data["note"], by=by, now=timezone.now())


class ShowAgainView(VersionView):
    header_icon = "view"
    page_title = gettext_lazy("Show a version again")
    explanation = gettext_lazy("Readers see the version in the story's public history again.")
    button = gettext_lazy("Show the version")
    done = gettext_lazy("The version is shown again.")

    def act(self, form: NoteForm, by: User) -> None:
        show_version(self.version, reason=form.cleaned_data["note"], by=by, now=timezone.now())

    def is_allowed(self) -> bool:
        return may_restore(self.person, self.story)


class StoryShared(LogFormatter):
    """With whom, in the story's history."""

    label = gettext_lazy("Share")

    def format_message(self, log_entry: PageLogEntry) -> str:
        names = in_words(log_entry.data.get("after", ()))
        if not names:
            return _("May be read by its own desk alone")
        return _("May be read before it is published by %(names)s") % {"names": names}


class PersonField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's own cannot be subscripted
    def label_from_instance(self, obj: User) -> str:
        return obj.display_name


class ShareForm(forms.Form):
    everybody = forms.BooleanField(
        required=False,
        label=gettext_lazy("Visible to the whole newsroom"),
        help_text=gettext_lazy("Everybody who can sign in may find and read it; only its own desk can change it."),
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        required=False,
        label=gettext_lazy("Desks and roles"),
        widget=forms.CheckboxSelectMultiple,
    )
    people = PersonField(
        User.objects.filter(is_active=True).order_by("first_name", "last_name", "username"),
        required=False,
        label=gettext_lazy("People"),
        help_text=gettext_lazy("Hold Ctrl, or Cmd on a Mac, to choose several"),
    )

    def readers(self) -> Readers:
        data = self.cleaned_data
        return Readers(everybody=data["everybody"], groups=list(data["groups"]), people=list(data["people"]))


class ShareView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """A page of its own, for whoever may edit the story."""

    template_name = "stories/share.html"
    form_class = ShareForm
    header_icon = "group"
    page_title = gettext_lazy("Who may read it")

    @cached_property
    def story(self) -> StoryPage:
        return get_object_or_404(StoryPage, pk=self.kwargs["story_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """:raises PermissionDenied: for anybody who may not edit the story"""
        if not self.story.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *crumbs_to(self.story), {"url": "", "label": self.page_title}]

    def get_initial(self) -> dict[str, Any]:
        readers = readers_of(self.story)
        return {"everybody": readers.everybody, "groups": readers.groups, "people": readers.people}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, story=self.story)

    def form_valid(self, form: ShareForm) -> HttpResponse:
        """Keep it, and say who may read it now."""
        person: User = self.request.user  # type: ignore[assignment]  # the admin's own check let nobody else in
        share_story(self.story, readers=form.readers(), by=person)
        names = in_words(form.readers().names())
        told = _("The story may be read by %(names)s.") % {"names": names}
        messages.success(self.request, told if names else _("The story is for its own desk alone."))
        return redirect("wagtailadmin_pages:edit", self.story.pk)


@require_safe
def read_draft(request: HttpRequest, story_id: int) -> HttpResponse:
    """
    The newest words as readers would see them, for whom they were given to.

    :raises PermissionDenied: for anybody else
    """
    story = get_object_or_404(StoryPage, pk=story_id)
    if not may_read_draft(story, request.user):
        raise PermissionDenied
    draft: StoryPage = story.get_latest_revision_as_object()
    answer: HttpResponse = draft.make_preview_request(request, draft.default_preview_mode)
    return answer


def sharing_buttons(page: Page, user: Any) -> list[Button]:
    """Share it, for who may edit; read it, for whom it was given to."""
    if not issubclass(page.specific_class or Page, StoryPage):
        return []
    story = page.specific
    if may_work_on(story, user):
        share = reverse("story_share", args=[story.pk])
        return [Button(_("Who may read it…"), share, icon_name="group", priority=64)]
    if (not story.live or story.has_unpublished_changes) and may_read_draft(story, user):
        return [Button(_("Read the draft"), reverse("story_read", args=[story.pk]), icon_name="view", priority=64)]
    return []
