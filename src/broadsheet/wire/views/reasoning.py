"""A decision that takes a reason: what will happen, one text, and a button that says it."""

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.accounts.models import User
from broadsheet.stories.actions import StoriesError
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.wire.actions import WireError
from broadsheet.wire.forms import ReasonForm
from broadsheet.wire.views.framing import FramedView


class ReasonView(WagtailAdminTemplateMixin, FormView, ABC):  # type: ignore[type-arg]
    """Shows what a decision does to which stories, asks for the reason, and takes it."""

    template_name = "broadsheet_wire/reason.html"
    form_class = ReasonForm
    explanation: str | Promise = ""
    button: str | Promise = ""
    done: str | Promise = ""
    is_serious = False  # shown in red: it takes something from readers

    get_breadcrumbs_items = FramedView.get_breadcrumbs_items

    @property
    def person(self) -> User:
        person: User = self.request.user  # type: ignore[assignment]  # the admin's own check let nobody else in
        return person

    @abstractmethod
    def is_allowed(self) -> bool:
        """Whether this person may decide this."""

    @abstractmethod
    def act(self, reason: str) -> None:
        """Do what the button says."""

    @abstractmethod
    def lines(self) -> list[str]:
        """What it will act on, a line each."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """:raises PermissionDenied: for anybody who may not decide this"""
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "explanation": self.explanation,
            "button": self.button,
            "is_serious": self.is_serious,
            "lines": self.lines(),
            "back": self.get_success_url(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        """Do it, or say in the form why it cannot be done."""
        try:
            with transaction.atomic():
                self.act(form.cleaned_data["reason"])
        except (WireError, StoriesError, PublishRefusedError) as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())
