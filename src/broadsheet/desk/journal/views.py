"""The journal as a report: Wagtail's own of its log, for those alone who may read it, with filters and a file."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import registry

from broadsheet.desk.journal.acts import name_in_words
from broadsheet.desk.journal.reading import as_csv, entries_for, may_read_journal, names_of_gone

AT_ONCE = 500  # entries of a file that are in memory together


class JournalFilterSet(SiteHistoryReportFilterSet):
    """Wagtail's filters (act, person, dates, name, kind), and words anywhere in an entry."""

    words = django_filters.CharFilter(
        label=gettext_lazy("Words"), method="filter_words", help_text=gettext_lazy("In names, values and reasons")
    )

    def filter_words(self, entries: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:  # noqa: ARG002
        for word in value.split():
            told = Q(label__icontains=word) | Q(journal_data__icontains=word)
            entries = entries.alias(journal_data=Cast("data", TextField())).filter(told)
        return entries


class JournalView(LogEntriesView):
    """Every act, the newest first; what happened at the same moment keeps one order."""

    results_template_name = "desk/journal_results.html"
    filterset_class = JournalFilterSet
    FORMATS = ("csv",)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """:raises PermissionDenied: for whoever may not read the journal"""
        if not may_read_journal(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def header_more_buttons(self) -> list[Button]:
        return [Button(_("Download CSV"), url=self.csv_export_url, icon_name="download", priority=100)]

    def get_filtered_queryset(self) -> QuerySet[Any]:
        self.log_models = sorted(registry.get_log_entry_models(), key=lambda model: model._meta.db_table)  # noqa: SLF001
        parts = []
        for place, model in enumerate(self.log_models):
            entries = self.filter_queryset(entries_for(self.request.user, model))
            rows = (
                entries.order_by().annotate(log_model_index=Value(place)).values("pk", "timestamp", "log_model_index")
            )
            parts.append(rows)
        union: QuerySet[Any] = parts[0].union(*parts[1:], all=True).order_by("-timestamp", "log_model_index", "-pk")
        return union

    def decorate_paginated_queryset(self, queryset: Any) -> list[Any]:
        entries: list[Any] = super().decorate_paginated_queryset(queryset)
        gone = names_of_gone(entries)
        for entry in entries:
            entry.named = name_in_words(entry)
            entry.who = gone.get(entry.user_id) or entry.data.get("origin") or entry.user_display_name
        return entries

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_export:
            return self._file()
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def _file(self) -> HttpResponse:
        answer = StreamingHttpResponse(
            as_csv(self._all(), language=get_language()), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="journal-{timezone.now():%Y-%m-%d}.csv"'
        return answer  # type: ignore[return-value]  # the admin takes either

    def _all(self) -> Iterator[Any]:
        rows = self.get_filtered_queryset().iterator(chunk_size=AT_ONCE)
        while some := list(islice(rows, AT_ONCE)):
            yield from self.decorate_paginated_queryset(some)


# In the place of Wagtail's own report, which shows a reporter every story's name.
IN_FRONT_OF_WAGTAIL = [
    path("reports/site-history/", require_admin_access(JournalView.as_view()), name="journal"),
    path(
        "reports/site-history/results/",
        require_admin_access(JournalView.as_view(results_only=True)),
        name="journal_results",
    ),
]
