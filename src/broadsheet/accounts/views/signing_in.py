"""How somebody signs in, in the newsroom's own furniture: for themselves, and for administrators."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.accounts.forms import ReasonForm
from broadsheet.accounts.models import User
from broadsheet.accounts.second_factors import (
    KINDS,
    SecondFactorError,
    is_second_factor_required,
    remove_second_factors,
)
from broadsheet.accounts.sessions import end_session, end_sessions, sessions_of
from broadsheet.environment.mail import has_mail


class SigningInView(WagtailAdminTemplateMixin, TemplateView):
    """Where somebody is signed in and what they sign in with: their own page."""

    template_name = "broadsheet_accounts/signing_in.html"
    page_title = _("Signing in")
    header_icon = "lock"

    @cached_property
    def person(self) -> User:
        return self.request.user  # type: ignore[return-value]  # the admin's own check let nobody else in

    @property
    def address(self) -> str:
        return reverse("signing_in")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        account = {"url": reverse("wagtailadmin_account"), "label": gettext("Account")}
        return [*self.breadcrumbs_items, account, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = sessions_of(self.person, current=self.request.session.session_key)
        context = {
            "person": self.person,
            "is_own": self.person == self.request.user,
            "factors": Authenticator.objects.filter(user=self.person, type__in=KINDS).order_by("created_at", "pk"),
            "is_required": is_second_factor_required(self.person),
            "sessions": sessions,
            "others": sum(not session.is_this for session in sessions),
            "media": Media(css={"all": [versioned_static("broadsheet_accounts/signing_in.css")]}),
        }
        return super().get_context_data(**{**kwargs, **context})

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:  # noqa: ARG002  Django's signature
        """End one session, or all but the one that asks."""
        pk = request.POST.get("session", "")
        if pk.isascii() and pk.isdecimal():
            count = int(end_session(self.person, int(pk)))
        else:
            count = end_sessions(self.person, but=request.session.session_key)
        text = ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", count) % {"count": count}
        messages.success(request, text)
        return redirect(self.address)


class PersonSigningInView(PermissionRequiredMixin, SigningInView):
    """The same of anybody, for administrators."""

    permission_required = "broadsheet_accounts.change_user"
    raise_exception = True

    @cached_property
    def person(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["pk"])

    @property
    def address(self) -> str:
        return reverse("wagtailusers_users:signing_in", args=[self.person.pk])

    def get_page_title(self) -> str:
        name = self.person.display_name
        return gettext("Signing in: %(name)s") % {"name": name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *_trail_to(self.person), {"url": "", "label": self.get_page_title()}]


class ProvedAgain:
    """Asks who has not proved it lately: whoever finds a desk unattended shall not change how people sign in."""

    @method_decorator(reauthentication_required(app="allauth.mfa"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view
        return answer


class RemoveSecondFactorView(PermissionRequiredMixin, ProvedAgain, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Takes a lost second factor off somebody, with a reason."""

    permission_required = "broadsheet_accounts.change_user"
    raise_exception = True
    template_name = "broadsheet_accounts/remove_second_factor.html"
    page_title = _("Take off the second factor")
    header_icon = "lock"
    form_class = ReasonForm

    @cached_property
    def person(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = {"url": reverse("wagtailusers_users:signing_in", args=[self.person.pk]), "label": gettext("Signing in")}
        return [*self.breadcrumbs_items, *_trail_to(self.person), own, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_told = has_mail() and bool(self.person.email)
        return super().get_context_data(**{**kwargs, "person": self.person, "is_told": is_told, "media": Media()})

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        """Take it off, and go back to how they sign in."""
        by: User = self.request.user  # type: ignore[assignment]  # the admin's own check let nobody else in
        try:
            remove_second_factors(self.person, by=by, reason=form.cleaned_data["reason"])
        except SecondFactorError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, gettext("The second factor is taken off, and their sessions are ended."))
        return redirect("wagtailusers_users:signing_in", self.person.pk)


def _trail_to(person: User) -> list[dict[str, Any]]:
    return [
        {"url": reverse("wagtailusers_users:index"), "label": gettext("Users")},
        {"url": reverse("wagtailusers_users:edit", args=[person.pk]), "label": person.get_username()},
    ]
