"""The list of all wires: its page, and what came or changed since it was sent."""

from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from django.forms import Media
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets.button import HeaderButton

from broadsheet.wire.asking import address_of, asked_from
from broadsheet.wire.filtering import Choice, choices_for, chosen_in
from broadsheet.wire.listing import ListPage, changes_since, current_mark, list_page, pinned_flashes
from broadsheet.wire.places import LAST_PLACE
from broadsheet.wire.presets import may_share, note_seen, presets_of
from broadsheet.wire.queries import open_alarms, quarantine
from broadsheet.wire.routes import standing_stop
from broadsheet.wire.views.asking import Opening, opening_of
from broadsheet.wire.views.framing import FramedView

MOST_COUNTED = 99
_SELECTED = " selected"


class WireListView(FramedView):
    """All items under a filter, newest first; keeps itself up to date where there is JavaScript (wire.js)."""

    template_name = "broadsheet_wire/list.html"
    page_title = gettext_lazy("Wire")
    header_icon = "wire"

    @cached_property
    def opening(self) -> Opening:
        return opening_of(self.request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Wire")}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            _counted(
                _("Alarms"), count=open_alarms().order_by()[: MOST_COUNTED + 1].count(), name="alarms", icon="warning"
            ),
            _counted(
                _("Quarantine"),
                count=quarantine().order_by()[: MOST_COUNTED + 1].count(),
                name="quarantine",
                icon="bin",
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, zone, opening = timezone.now(), timezone.get_current_timezone(), self.opening
        mark = current_mark()  # before the rows: what comes in between is told again, never missed
        page = list_page(opening.asked, now=now, zone=zone, before=opening.before, is_further=opening.is_further)
        is_newest = opening.before == LAST_PLACE
        flashes, bulletins = pinned_flashes(now=now, zone=zone) if is_newest else ([], [])
        if opening.preset is not None and is_newest and page.rows:
            note_seen(opening.preset, person=self.request.user, place=int(page.rows[0].place))  # type: ignore[arg-type]
        choices = choices_for(opening.asked)
        context = {
            "page": page,
            "mark": mark,
            "flashes": flashes,
            "bulletins": bulletins,
            "is_newest": is_newest,
            "asked": opening.asked,
            "address": address_of(opening.asked),
            "kept_fields": parse_qsl(address_of(opening.asked)),
            "choices": choices,
            "topic_options": _options(choices.topics),
            "chosen": chosen_in(opening.asked, choices=choices),
            "older": _older(opening, page=page),
            "presets": presets_of(self.request.user),  # type: ignore[arg-type]
            "preset": opening.preset,
            "may_share": may_share(self.request.user),  # type: ignore[arg-type]
            "stop": standing_stop(),
            "may_stop_routes": self.request.user.has_perm("broadsheet_wire.change_route"),
        }
        framed: dict[str, Any] = super().get_context_data(**{**kwargs, **context})
        framed["media"] = framed["media"] + _media() if "media" in framed else _media()
        return framed


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """
    What an open list asks every few seconds: 304 where nothing changed, else the lines that came or changed.

    Nothing but the end of one index is read where nothing changed.
    """
    etag = f'"{current_mark()}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    asked = asked_from(dict(request.GET.lists()))
    now, zone = timezone.now(), timezone.get_current_timezone()
    changes = changes_since(request.GET.get("after", ""), asked=asked, now=now, zone=zone)
    rows = [
        {
            "key": row.key,
            "place": row.place,
            "changed": row.changed,
            "html": render_to_string("broadsheet_wire/row.html", {"row": row}, request=request),
        }
        for row in changes.rows
    ]
    flashes, bulletins = pinned_flashes(now=now, zone=zone)
    pinned = {"flashes": flashes, "bulletins": bulletins}
    answer = {
        "rows": rows,
        "pinned": render_to_string("broadsheet_wire/pinned.html", pinned, request=request),
        "gone": changes.gone,
        "tooMany": changes.is_too_many,
        "counts": {"alarms": open_alarms().order_by()[: MOST_COUNTED + 1].count()},
    }
    return JsonResponse(answer, headers={"ETag": f'"{changes.mark}"', "Cache-Control": "no-store"})


def _older(opening: Opening, *, page: ListPage) -> str:
    """The address of the page after this one, or of the look further back."""
    if page.older is None:
        return ""
    further = "&further=1" if page.looked_to else ""
    asked = address_of(opening.asked)
    return f"?{asked}{'&' if asked else ''}all=1&before={page.older}{further}"


def _options(choices: tuple[Choice, ...]) -> str:
    """A template would take 20 ms for the thousand topics that there are, Django's own joining 8, this takes 1."""
    return mark_safe(  # noqa: S308  a key of ours, and a label that is escaped
        "".join(
            f'<option value="{choice.value}"{_SELECTED if choice.is_chosen else ""}>{escape(choice.label)}</option>'
            for choice in choices
        )
    )


def _counted(label: str, *, count: int, name: str, icon: str) -> HeaderButton:
    shown = f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
    return HeaderButton(
        f"{label} ({shown})", reverse(f"broadsheet_wire:{name}"), icon_name=icon, attrs={"data-count": name}
    )


def _media() -> Media:
    # Deferred, since Wagtail's pages load their scripts before the list itself.
    script: Any = Script(versioned_static("broadsheet_wire/wire.js"), defer=True)
    return Media(js=[script], css={"all": [versioned_static("broadsheet_wire/wire.css")]})
