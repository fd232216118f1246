"""Two revisions of an item side by side, and a revision's bytes as they came."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from broadsheet.wire.comparing import compare_revisions
from broadsheet.wire.facts import item_from
from broadsheet.wire.models import Revision, WireItem
from broadsheet.wire.queries import revisions_of
from broadsheet.wire.views.framing import ComparingView

RAW_RIGHT = "broadsheet_wire.change_source"  # chiefs and administrators: whole agency files leave the house with it


class VersionsView(ComparingView):
    """What two revisions say differently; without a choice, the one in force beside the one before it."""

    template_name = "broadsheet_wire/versions.html"
    header_icon = "history"

    @cached_property
    def item(self) -> WireItem:
        return get_object_or_404(WireItem.objects.select_related("source", "current"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Versions of %(item)s") % {"item": self.item}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        revisions = revisions_of(self.item)
        if not revisions:
            raise Http404("no revision")
        places = {revision.pk: place for place, revision in enumerate(revisions)}
        current = places.get(self.item.current_id or 0, 0)
        now = self._place("now", places, default=current)
        was = self._place("was", places, default=min(now + 1, len(revisions) - 1))
        older, newer = self._facts(revisions[was]), self._facts(revisions[now])
        parts = compare_revisions(item_from(older.facts), item_from(newer.facts))
        return super().get_context_data(
            **kwargs,
            item=self.item,
            revisions=revisions,
            was=older,
            now=newer,
            parts=parts,
            changed=sum(part.is_changed for part in parts),
            same=[(inside_a_sentence(part.label), part) for part in parts if not part.is_changed],
            older_pair=(revisions[now + 1].pk, revisions[now + 2].pk) if now + 2 < len(revisions) else None,
            newer_pair=(revisions[now - 1].pk, revisions[now].pk) if now > 0 else None,
            may_fetch=self.request.user.has_perm(RAW_RIGHT),
        )

    def _place(self, name: str, places: dict[int, int], *, default: int) -> int:
        chosen = self.request.GET.get(name, "")
        return places.get(int(chosen), default) if chosen.isdecimal() and len(chosen) < 19 else default  # noqa: PLR2004  a 64-bit key

    @staticmethod
    def _facts(revision: Revision) -> Revision:
        return Revision.objects.select_related("delivery").defer("delivery__packed").get(pk=revision.pk)


def inside_a_sentence(label: str) -> str:
    """A part's or field's name as it stands among other words."""
    # German nouns keep their capital wherever they stand.
    return label if (get_language() or "").startswith("de") else label.lower()


@require_safe
def raw(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """
    The delivered file, byte for byte, as a text to keep: never shown by a browser, whatever it holds.

    :raises PermissionDenied: if somebody may not see sources
    """
    if not request.user.has_perm(RAW_RIGHT):
        raise PermissionDenied
    found = get_object_or_404(Revision.objects.select_related("delivery"), pk=revision, item_id=pk)
    if found.delivery.is_forgotten:
        messages.warning(request, _("Its bytes were deleted when the agency's licence ended."))
        return redirect("broadsheet_wire:item", pk)
    name = "".join(sign if sign.isprintable() else "_" for sign in found.delivery.name)
    return HttpResponse(
        found.delivery.body,
        content_type="text/plain; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{name}.txt") or "",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "no-store",
        },
    )
