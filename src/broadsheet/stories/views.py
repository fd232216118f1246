"""What an editor does with a published story beyond editing it: correct it in public, withdraw it, take it back."""

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.accounts.models import User
from broadsheet.stories.actions import StoriesError, correct_story, may_restore, restore_story, withdraw_story
from broadsheet.stories.forms import NoteForm
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import StoryPage, may_publish


class NoteView(WagtailAdminTemplateMixin, FormView, ABC):  # type: ignore[type-arg]
    """A page of its own: what will happen, one text, and a button that says it."""

    template_name = "stories/note.html"
    form_class = NoteForm
    header_icon = "warning"
    label = help_text = explanation = button = done = ""
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
    def act(self, note: str, by: User) -> None:
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
        return [
            *self.breadcrumbs_items,
            {"url": reverse("stories:index"), "label": "Stories"},
            {"url": self.edit_url, "label": self.story.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

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
                self.act(form.cleaned_data["note"], self.person)
        except (StoriesError, PublishRefusedError) as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.done.format(title=self.story.title))
        return redirect("wagtailadmin_explore", self.story.get_parent().pk)


class CorrectView(NoteView):
    header_icon = "edit"
    page_title = "Publish a correction"
    label = "Public note"
    help_text = "What was wrong and what is right now. Readers see it under the story."
    explanation = "The newest version of the story is published at once, with this note under it."
    button = "Publish the correction"
    done = "“{title}” is corrected."

    def act(self, note: str, by: User) -> None:
        correct_story(self.story, note=note, by=by, now=timezone.now())


class WithdrawView(NoteView):
    page_title = "Withdraw the story"
    is_serious = True
    label = "Public notice"
    help_text = "Why the story is gone. Readers who follow an old link see this instead of it."
    explanation = "The story leaves its page, every list and every front at once. Only a chief can bring it back."
    button = "Withdraw the story"
    done = "“{title}” is withdrawn."

    def act(self, note: str, by: User) -> None:
        withdraw_story(self.story, notice=note, by=by, now=timezone.now())


class RestoreView(NoteView):
    header_icon = "upload"
    page_title = "Publish a withdrawn story again"
    label = "Reason"
    help_text = "For the story's history; readers do not see it."
    explanation = "The withdrawal is taken back and the newest version goes out at once."
    button = "Publish it again"
    done = "“{title}” is out again."

    def act(self, note: str, by: User) -> None:
        restore_story(self.story, reason=note, by=by, now=timezone.now())

    def is_allowed(self) -> bool:
        return may_restore(self.person, self.story)
