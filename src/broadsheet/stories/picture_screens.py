"""A picture across all stories: where it is used, another one in its place, and its kill."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from django.views.generic.base import ContextMixin
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.images.views import images
from wagtail.images.widgets import AdminImageChooser
from wagtail.permissions import policy_registry

from broadsheet.accounts.models import User
from broadsheet.media.actions import kill_picture
from broadsheet.media.models import Picture
from broadsheet.media.queries import ending_pictures
from broadsheet.stories.forms import NoteForm
from broadsheet.stories.models import may_publish
from broadsheet.stories.queries import site_home
from broadsheet.stories.replacing import Replaced, replace_everywhere
from broadsheet.stories.showing import (
    MOST_USES,
    PictureUse,
    live_uses_of,
    may_know_drafts_of,
    told_uses,
    uses_of,
)

REPLACED_AT_ONCE = 25  # stories a request; each is a transaction of its own of some 50 ms
_ENDING_A_PAGE = 50


class PictureScreen(WagtailAdminTemplateMixin, ContextMixin):
    """A page about one picture, under the list of all."""

    header_icon = "image"
    most_uses = 100

    @cached_property
    def picture(self) -> Picture:
        return get_object_or_404(Picture, pk=self.kwargs["image_id"])

    @property
    def person(self) -> User:
        person: User = self.request.user  # the admin's own check let nobody else in
        return person

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        uses = reverse("wagtailimages:image_usage", args=[self.picture.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailimages:index"), "label": _("Pictures")},
            {"url": uses, "label": self.picture.title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = uses_of(self.picture, most=self.most_uses)
        told, kept_back = told_uses(found.uses, person=self.person)
        rights = policy_registry.get_by_type(Picture)
        now = timezone.now()
        return super().get_context_data(
            **kwargs,
            picture=self.picture,
            has_ended=self.picture.has_ended(now),
            rows=[self._row(use) for use in told],
            kept_back=kept_back,
            not_looked_at=max(0, found.total - self.most_uses),
            may_edit=rights.user_has_permission_for_instance(self.person, "change", self.picture),
            may_kill=may_kill(self.person),
            may_replace=any(may_publish(use.story, self.person) for use in told),
        )

    def _row(self, use: PictureUse) -> dict[str, Any]:
        return {"use": use, "may_edit": may_know_drafts_of(use.story, self.person), "section": _section_of(use)}


class UsesView(PictureScreen, TemplateView):
    """Every story that uses the picture, with its state; drafts are named to those alone who may edit them."""

    template_name = "stories/picture_uses.html"
    page_title = gettext_lazy("Where it is used")


class DeletePictureView(PictureScreen, images.DeleteView):
    """Wagtail says how often a picture is referenced: here the stories that lose it are named."""

    template_name = "stories/picture_delete.html"


class KillView(PictureScreen, FormView):  # type: ignore[type-arg]
    template_name = "stories/picture_kill.html"
    form_class = NoteForm
    page_title = gettext_lazy("Kill the picture")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """:raises PermissionDenied: for anybody but chiefs and administrators"""
        if not may_kill(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        help_text = _("For the picture's history in the newsroom; readers do not see it.")
        return {**super().get_form_kwargs(), "label": _("Reason"), "help_text": help_text}

    def form_valid(self, form: NoteForm) -> HttpResponse:
        reason = form.cleaned_data["note"].strip()
        kill_picture(self.picture, now=timezone.now(), by=self.person, reason=reason)
        text = _("“%(title)s” is killed: it leaves every page, and its files go.") % {"title": self.picture.title}
        messages.success(self.request, text)
        return redirect("wagtailimages:image_usage", self.picture.pk)


class ReplaceForm(forms.Form):
    """Which picture comes in; `passed` are the stories that refused before, which are not tried again."""

    new = forms.ModelChoiceField(
        queryset=Picture.objects.filter(killed_at__isnull=True),
        widget=AdminImageChooser,
        label=gettext_lazy("The other picture"),
    )
    passed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, old: Picture, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._old, self._now = old, now

    def clean_new(self) -> Picture:
        """:raises ValidationError: for a picture that no story can go out with"""
        new: Picture = self.cleaned_data["new"]
        if new == self._old:
            raise ValidationError(_("That is the picture that is to go. Choose another one."))
        if not new.credit.strip():
            text = _("“%(title)s” has no credit. Say on its page who made it, then come back.")
            raise ValidationError(text % {"title": new.title})
        if new.has_ended(self._now):
            text = _("The right to use “%(title)s” has ended. Choose another one.")
            raise ValidationError(text % {"title": new.title})
        return new

    def clean_passed(self) -> frozenset[int]:
        return frozenset(int(part) for part in self.cleaned_data["passed"].split(",") if part.strip().isdecimal())


class ReplaceView(PictureScreen, FormView):  # type: ignore[type-arg]
    """A helping of stories a request: what is left is found again by looking, so it can be stopped and gone on with."""

    template_name = "stories/picture_replace.html"
    form_class = ReplaceForm
    page_title = gettext_lazy("Replace it everywhere")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "old": self.picture, "now": timezone.now()}

    def get_initial(self) -> dict[str, Any]:
        new = self.request.GET.get("new", "")
        return {"new": new if new.isdecimal() else None, "passed": self.request.GET.get("passed", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        for row in context["rows"]:
            row["may_publish"] = may_publish(row["use"].story, self.person)
        context["is_going_on"] = bool(self.request.GET.get("new"))
        return context

    def form_valid(self, form: ReplaceForm) -> HttpResponse:
        new, passed = form.cleaned_data["new"], form.cleaned_data["passed"]
        told, _kept_back = told_uses(uses_of(self.picture, most=MOST_USES).uses, person=self.person)
        doable = [use for use in told if use.story.pk not in passed and may_publish(use.story, self.person)]
        result = replace_everywhere(
            self.picture, new=new, uses=doable[:REPLACED_AT_ONCE], by=self.person, now=timezone.now
        )
        self._tell(result, new=new)
        if len(doable) <= REPLACED_AT_ONCE:
            return redirect("wagtailimages:image_usage", self.picture.pk)
        tried = sorted(passed | {left.story.pk for left in result.left})
        asked = urlencode({"new": new.pk, "passed": ",".join(map(str, tried))})
        return redirect(f"{reverse('picture_replace', args=[self.picture.pk])}?{asked}")

    def _tell(self, result: Replaced, *, new: Picture) -> None:
        if result.done:
            text = ngettext(
                "%(count)d story has “%(title)s” now. "
                "To undo, replace that one; each story's history has the version before.",
                "%(count)d stories have “%(title)s” now. "
                "To undo, replace that one; each story's history has the version before.",
                len(result.done),
            )
            messages.success(self.request, text % {"count": len(result.done), "title": new.title})
        for left in result.left:
            facts = {"title": left.story.title, "why": left.why}
            messages.warning(self.request, _("“%(title)s” keeps it: %(why)s") % facts)
        if not result.done and not result.left:
            messages.warning(self.request, _("No story was changed: there is none with it in which you may publish."))


class EndingView(WagtailAdminTemplateMixin, TemplateView):
    """Pictures whose right to use is over or soon will be, those before readers first told."""

    template_name = "stories/pictures_ending.html"
    header_icon = "time"
    page_title = gettext_lazy("Pictures whose right ends")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        page = Paginator(ending_pictures(now), _ENDING_A_PAGE).get_page(self.request.GET.get("p"))
        live = live_uses_of(page.object_list)
        rows = [{"picture": each, "live": live.get(each.pk, 0), "has_ended": each.has_ended(now)} for each in page]
        return super().get_context_data(**kwargs, page=page, rows=rows)


def may_kill(person: Any) -> bool:
    """Whether somebody may take a picture off every page: chiefs and administrators, who may publish everywhere."""
    return bool(site_home().permissions_for_user(person).can_publish())


def _section_of(use: PictureUse) -> str:
    parent = use.story.get_parent()
    return str(parent.title) if parent is not None else ""
