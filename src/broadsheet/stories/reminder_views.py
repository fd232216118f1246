"""Tells an editor what the story in the form still lacks, before it goes out. Nothing is stored."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from broadsheet.stories.models import StoryPage
from broadsheet.stories.prose import block_paragraphs
from broadsheet.stories.readiness import pictures_of
from broadsheet.stories.reminders import PictureFacts, StoryFacts, reminders_of

_MOST_BYLINES = 100
_LONGEST_NUMBER = 15  # of a key: more digits are no number of a database


class RemindersView(View):
    """The reminders for the words and pictures that the form holds, as it would post them."""

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            facts = facts_in(request.POST)
        except (KeyError, ValueError, TypeError):  # no form of ours posts this
            return HttpResponseBadRequest(_("This is not a story's form."), content_type="text/plain")
        return render(request, "stories/reminders.html", {"reminders": reminders_of(facts)})


def facts_in(data: QueryDict) -> StoryFacts:
    """
    What the fields of a story's form say.

    :raises KeyError, ValueError, TypeError: if they are not those of a story's form
    """
    body = StoryPage.body.field.stream_block.value_from_datadict(data, {}, "body")
    number = str(data.get("lead_picture", ""))[:_LONGEST_NUMBER]
    story = StoryPage(title=data["title"], body=body, lead_picture_id=int(number) if number else None)
    return StoryFacts(
        headline=str(data["title"]),
        standfirst=str(data["standfirst"]),
        topics=len(data.getlist("topics")),
        bylines=_bylines_in(data),
        source_credit=str(data["source_credit"]),
        has_body=any(
            each.text.strip() for each in block_paragraphs(story.body.get_prep_value(), names_references=False)
        ),
        pictures=tuple(_pictures_of(story, lead_caption=data.get("lead_caption", ""))),
    )


def _bylines_in(data: QueryDict) -> int:
    total = min(int(data.get("bylines-TOTAL_FORMS", "0")), _MOST_BYLINES)
    prefixes = [f"bylines-{number}-" for number in range(total)]
    return sum(
        1
        for prefix in prefixes
        if not data.get(f"{prefix}DELETE") and (data.get(f"{prefix}author") or data.get(f"{prefix}name", "").strip())
    )


def _pictures_of(story: StoryPage, *, lead_caption: str) -> Iterator[PictureFacts]:
    for picture in pictures_of(story):
        is_lead = picture.pk == story.lead_picture_id
        yield PictureFacts(
            title=picture.title,
            alt_text=picture.alt_text,
            caption=(lead_caption if is_lead else "") or picture.caption,
            credit=picture.credit,
            is_lead=is_lead,
            number=picture.pk,
        )
