"""A newer revision and a story that the newsroom edited: compared three ways and settled."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages as notices

from broadsheet.stories.actions import StoriesError
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import StoryPage
from broadsheet.stories.visibility import may_read_newest
from broadsheet.wire.actions import WireError
from broadsheet.wire.following import public_note
from broadsheet.wire.meeting import WRITTEN_HERE, Meeting, meeting_of
from broadsheet.wire.merging import FIELDS
from broadsheet.wire.models import Use
from broadsheet.wire.queries import standing_verdict
from broadsheet.wire.settling import Answer, Choice, set_following, settle_use
from broadsheet.wire.views.framing import ComparingView
from broadsheet.wire.views.versions import inside_a_sentence


class MeetingView(ComparingView):
    """Was, wire now and ours now, field by field; whoever may edit the story settles them."""

    template_name = "broadsheet_wire/meeting.html"
    header_icon = "wire"

    @cached_property
    def use(self) -> Use:
        return found_use(self.kwargs["pk"])

    @cached_property
    def story(self) -> StoryPage:
        if self.use.story is None:
            raise Http404("the story was deleted")
        return self.use.story

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """:raises PermissionDenied: for whoever may not read the story's newest words"""
        if not may_read_newest(self.story, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Compare: %(story)s") % {"story": self.story.get_admin_display_title()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = meeting_of(self.use, story=self.story, now=timezone.now())
        rights = self.story.permissions_for_user(self.request.user)
        given = kwargs.pop("answers", {})
        return super().get_context_data(
            **kwargs,
            use=self.use,
            item=self.use.item,
            story=self.story,
            meeting=meeting,
            lines=[
                (field, inside_a_sentence(field.label), chosen_for(field.name, meeting, given), _value(field, given))
                for field in meeting.fields
            ],
            verdict=standing_verdict(self.use.item, now=timezone.now()),
            may_settle=rights.can_edit() and self.story.withdrawn_at is None,
            may_publish=rights.can_publish(),
            has_unpublished_work=self.story.live and self.story.has_unpublished_changes,
            note=self.request.POST.get("note", public_note([field.name for field in meeting.fields])),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  a view's signature
        answers = answers_in(request)
        publish = "publish" in request.POST
        try:
            settle_use(
                self.use,
                answers=answers,
                token=request.POST.get("token", ""),
                publish=publish,
                note=request.POST.get("note", "") if "correct" in request.POST else "",
                by=request.user,  # type: ignore[arg-type]  # the admin let nobody else in
                now=timezone.now(),
            )
        except (WireError, StoriesError, PublishRefusedError) as error:
            messages.error(request, str(error))
            self.__dict__.pop("use"), self.__dict__.pop("story", None)
            return self.render_to_response(self.get_context_data(answers=answers), status=HTTPStatus.CONFLICT)
        return self._settled(answers, is_published=publish)

    def _settled(self, answers: dict[str, Answer], *, is_published: bool) -> HttpResponse:
        edit, item = reverse("wagtailadmin_pages:edit", args=[self.story.pk]), self.use.item
        left = [name for name, answer in answers.items() if answer.choice is Choice.EDIT and name not in WRITTEN_HERE]
        title = self.story.get_admin_display_title()
        if is_published and not left:
            said = _("“%(story)s” is settled and published.") % {"story": title}
            notices.success(self.request, said, [notices.button(edit, _("Edit"))])
            return redirect("broadsheet_wire:item", item.pk)
        words = _("Settled; the words are in the draft, and readers see them when it is published.")
        messages.success(self.request, words)
        return redirect(edit)


@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch on or off whether a story follows its item."""
    use = found_use(pk)
    follows = request.POST.get("follows") == "yes"
    try:
        set_following(use, follows=follows, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except WireError as error:
        messages.error(request, str(error))
    else:
        following, left = _("The story follows the wire again."), _("The story does not follow the wire from now on.")
        messages.success(request, following if follows else left)
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else reverse("broadsheet_wire:item", args=[use.item_id]))


def found_use(pk: int) -> Use:
    """:raises Http404: if there is none, or its story was deleted"""
    uses = Use.objects.filter(kind__in=Use.WHOLE, story__isnull=False)
    return get_object_or_404(uses.select_related("item__source", "item__current", "story", "taken"), pk=pk)


def answers_in(request: HttpRequest) -> dict[str, Answer]:
    """What an editor chose; anything that is no choice is left out."""
    chosen = {name: request.POST.get(f"choice-{name}", "") for name in FIELDS}
    return {
        name: Answer(choice=Choice(choice), value=request.POST.get(f"edit-{name}", ""))
        for name, choice in chosen.items()
        if choice in set(Choice)
    }


def chosen_for(name: str, meeting: Meeting, given: dict[str, Answer]) -> str:
    """What stands chosen: the answer given, else theirs where we changed nothing; a conflict waits for a choice."""
    if name in given:
        return given[name].choice
    untouched = {field.name for field in meeting.fields if not field.is_conflict}
    return Choice.THEIRS if name in untouched else ""


def _value(field: Any, given: dict[str, Answer]) -> str:
    answer = given.get(field.name)
    return answer.value if answer and answer.choice is Choice.EDIT else field.value
