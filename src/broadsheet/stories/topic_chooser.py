"""The form's chooser of topics: what was chosen stands as removable chips, the rest is found by typing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse


class TopicChooser(forms.SelectMultiple):
    """
    Posts what a multiple select would, and never lists the vocabulary: a newsroom has thousands of topics.

    One query, for the names of those that are chosen.
    """

    template_name = "stories/topic_chooser.html"

    class Media:
        js = ["broadsheet_stories/topics.js"]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # Not the select's own, which asks for every topic there is.
        attributes = self.build_attrs(self.attrs, attrs)
        return {
            "widget": {
                "name": name,
                "id": attributes.get("id", f"id_{name}"),
                "described_by": attributes.get("aria-describedby", ""),
                "chosen": self._chosen(value or ()),
                "find_url": reverse("story_topics_find"),
                "add_url": reverse("story_topics_add"),
                "suggest_url": reverse("story_topics_suggest"),
                "template_name": self.template_name,
            }
        }

    def _chosen(self, value: Iterable[Any]) -> list[Any]:
        numbers = [str(one) for one in value if str(one).isdecimal()]
        if not numbers:
            return []
        topics = self.choices.queryset.filter(pk__in=numbers)  # type: ignore[attr-defined]  # a ModelChoiceIterator
        return list(topics.order_by("name", "pk"))
