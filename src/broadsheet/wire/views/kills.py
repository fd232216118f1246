"""Decisions around a kill: made by hand after a message in prose, and what may stand at the address afterwards."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.stories.actions import may_restore
from broadsheet.stories.models import StoryPage
from broadsheet.wire.actions import kill_by_hand
from broadsheet.wire.kills import uses_bound_to
from broadsheet.wire.models import Use, WireItem
from broadsheet.wire.substituting import publish_substitute
from broadsheet.wire.views.reasoning import ReasonView


class KillView(ReasonView):
    page_title = gettext_lazy("Kill this item")
    header_icon = "warning"
    is_serious = True
    explanation = gettext_lazy(
        "Every story that holds it leaves readers at once, with a notice that the agency withdrew it; its pictures go "
        "too. A kill is final: only a story without the item's words may stand at the address afterwards."
    )
    button = gettext_lazy("Kill it")
    done = gettext_lazy("The item is killed and everything made of it is withdrawn.")

    @cached_property
    def item(self) -> WireItem:
        return get_object_or_404(WireItem.objects.select_related("source", "current"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.item)

    def is_allowed(self) -> bool:
        return self.request.user.has_perm("broadsheet_wire.change_wireitem")

    def lines(self) -> list[str]:
        stories = [use.story for use in uses_bound_to(self.item) if use.story is not None]
        published, unpublished = _("“%(story)s”, published"), _("“%(story)s”, not published")
        return [(published if story.live else unpublished) % {"story": story.title} for story in stories]

    def act(self, reason: str) -> None:
        kill_by_hand(self.item, reason=reason, by=self.person, now=timezone.now())

    def get_success_url(self) -> str:
        return reverse("broadsheet_wire:item", args=[self.item.pk])


class SubstituteView(ReasonView):
    page_title = gettext_lazy("Publish again without the killed words")
    header_icon = "upload"
    explanation = gettext_lazy(
        "The newest draft goes out at the story's old address. It must hold no words of the killed copy: Broadsheet "
        "compares it with every version that came, and says which words are still there."
    )
    button = gettext_lazy("Publish it again")
    done = gettext_lazy("The story is out again, without the killed words.")

    @cached_property
    def story(self) -> StoryPage:
        return get_object_or_404(StoryPage, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.story.title)

    def is_allowed(self) -> bool:
        return may_restore(self.person, self.story)

    def lines(self) -> list[str]:
        killed = Use.objects.filter(story=self.story, freed_at__isnull=True, item__killed_at__isnull=False)
        uses = killed.select_related("item__source").order_by("pk")
        said = _("Killed by %(agency)s: “%(item)s”")
        return [said % {"agency": use.item.source.name, "item": use.item} for use in uses]

    def act(self, reason: str) -> None:
        publish_substitute(self.story, reason=reason, by=self.person, now=timezone.now())

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.story.pk])
