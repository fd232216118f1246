"""What the form's chooser of topics asks: which are called so, which fit this text; and one that is new."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views import View

from broadsheet.stories.actions import know_topic
from broadsheet.stories.models import Topic
from broadsheet.stories.queries import topics_called
from broadsheet.stories.suggestions import UnsavedStory, suggest_topics

MOST_FOUND = 12
# Bounds what one question costs: a headline of any length is a mistake, and a text says early what it is about.
MOST_LETTERS = {"headline": 500, "standfirst": 2_000, "body": 30_000}


class FindTopicsView(View):
    """The topics that somebody may mean who has typed so far."""

    def get(self, request: HttpRequest) -> JsonResponse:
        words = " ".join(request.GET.get("q", "")[: Topic.LONGEST_NAME].split())
        found = topics_called(words, limit=MOST_FOUND) if words else []
        return JsonResponse({"topics": [_told(topic) for topic in found], "may_add": _may_add(request)})


class AddTopicView(View):
    """A topic of the newsroom's own; one of that name that is there already is given instead."""

    def post(self, request: HttpRequest) -> JsonResponse:
        """:raises PermissionDenied: for anybody who may not make topics"""
        if not _may_add(request):
            raise PermissionDenied
        name = " ".join(request.POST.get("name", "").split())
        if not name or len(name) > Topic.LONGEST_NAME:
            text = _("A topic needs a name of at most %(most)d characters.") % {"most": Topic.LONGEST_NAME}
            return JsonResponse({"error": text}, status=400)
        return JsonResponse(_told(know_topic(name)))


class SuggestTopicsView(View):
    """The topics that fit the words of a form, saved or not. POST for their length: nothing is stored."""

    def post(self, request: HttpRequest) -> JsonResponse:
        number = request.POST.get("story", "")
        story = UnsavedStory(
            **{name: request.POST.get(name, "")[:longest] for name, longest in MOST_LETTERS.items()},
            story_id=int(number) if number.isdecimal() and len(number) < 16 else 0,  # noqa: PLR2004  fits a key
        )
        topics = [{"id": one.topic_id, "name": one.name, "reason": one.reason} for one in suggest_topics(story)]
        return JsonResponse({"topics": topics})


def _may_add(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("broadsheet_stories.add_topic"))


def _told(topic: Topic) -> dict[str, Any]:
    return {"id": topic.pk, "name": topic.name, "mediatopic": topic.mediatopic}
