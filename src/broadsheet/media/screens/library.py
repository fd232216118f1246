"""The library of pictures: the list that finds them, and the chooser beside a story."""

from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.images.models import Image
from wagtail.images.views import chooser, images
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.search.backends import get_search_backend

from broadsheet.media.finding import LACKS, RIGHTS, SHAPES, Lack, Right, Shape, Wanted, is_wanted
from broadsheet.media.models import Picture
from broadsheet.media.remarks import remarks_on


class PictureFilters(images.ImagesFilterSet):
    """Beside the words: who made it, its shape, its days, what it lacks, and its rights."""

    credit = django_filters.CharFilter(label=_("Credit or agency"), lookup_expr="icontains")
    shape = django_filters.ChoiceFilter(label=_("Shape"), choices=SHAPES, method="narrow", widget=forms.RadioSelect)
    lack = django_filters.ChoiceFilter(label=_("Lacks"), choices=LACKS, method="narrow", widget=forms.RadioSelect)
    right = django_filters.ChoiceFilter(
        label=_("Right to use"), choices=RIGHTS, method="narrow", widget=forms.RadioSelect
    )
    created_at = django_filters.DateFromToRangeFilter(label=_("Added"), widget=DateRangePickerWidget)
    taken_at = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("picture", "Taken"), widget=DateRangePickerWidget
    )

    class Meta(images.ImagesFilterSet.Meta):
        model = Picture
        fields: list[str] = []

    def narrow(self, pictures: QuerySet[Picture], name: str, value: str) -> QuerySet[Picture]:
        return pictures.filter(_condition({name: value}, now=timezone.now()))


class LibraryView(images.IndexView):
    """Every picture that somebody may change, the newest first."""

    filterset_class = PictureFilters
    page_title = _("Pictures")
    add_item_label = _("Add pictures")

    @cached_property
    def needs_usage_count_subquery(self) -> bool:
        """Where somebody asks for it; Wagtail's own counts the uses of all pictures for every filter there is."""
        asked = self.is_filtering and self.filters.form.cleaned_data.get("usage_count")
        return self.ordering in {"usage_count", "-usage_count"} or bool(asked)

    def get_base_queryset(self) -> Any:
        """Wagtail's condition on collections, empty where somebody has them all, costs .3 s of 100,000 pictures."""
        if self.needs_usage_count_subquery or not _has_all_collections(self.request.user, "change"):
            return super().get_base_queryset()
        return Picture.objects.select_related("collection").prefetch_renditions("max-165x165")

    def search_queryset(self, queryset: Any) -> Any:
        """Newest first, as everything here: by relevance, Wagtail 8 searches once more for each match on SQLite."""
        if not self.is_searching:
            return queryset
        return get_search_backend().autocomplete(self.search_query, queryset, order_by_relevance=False)


class ChooserFilterForm(forms.Form):
    """Narrows what the chooser offers; each change asks at once."""

    credit = forms.CharField(label=_("Credit or agency"), required=False)
    shape = forms.ChoiceField(label=_("Shape"), required=False, choices=[("", _("Any")), *SHAPES])
    lack = forms.ChoiceField(label=_("Lacks"), required=False, choices=[("", _("Nothing in particular")), *LACKS])
    right = forms.ChoiceField(label=_("Right to use"), required=False, choices=[("", _("Any")), *RIGHTS])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("shape", "lack", "right"):
            self.fields[name].widget.attrs["data-chooser-modal-search-filter"] = True
        self.fields["credit"].widget.attrs["data-chooser-modal-search-filter"] = True

    def filter(self, pictures: QuerySet[Picture]) -> Any:
        """In place of Wagtail's, which finds by relevance (`LibraryView.search_queryset` says what that costs)."""
        asked = self.cleaned_data
        narrowed = pictures.filter(_condition(asked, now=timezone.now()))
        if asked.get("collection_id"):
            narrowed = narrowed.filter(collection=asked["collection_id"])
        if not asked.get("q"):
            return narrowed
        self.is_searching, self.search_query = True, asked["q"]
        return get_search_backend().autocomplete(asked["q"], narrowed, order_by_relevance=False)


class _Choosing(chooser.BaseImageChooseView):
    """What can be chosen: nothing that was killed; what a story cannot go out with says so."""

    def get_object_list(self) -> QuerySet[Picture]:
        offered = super().get_object_list()
        if _has_all_collections(self.request.user, "choose"):
            offered = Picture.objects.select_related("collection").prefetch_renditions("max-165x165")
        living: QuerySet[Picture] = offered.filter(killed_at__isnull=True)
        return living

    def get_filter_form_class(self) -> type[forms.Form]:
        theirs = super().get_filter_form_class()
        return type("PictureChooserFilterForm", (ChooserFilterForm, theirs), {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        now = timezone.now()
        for picture in context["results"]:
            picture.remarks = remarks_on(picture, now=now)
        return context


class ChooseView(chooser.ImageChooseViewMixin, chooser.ImageCreationFormMixin, _Choosing):
    pass


class ChooseResultsView(chooser.ChooseResultsViewMixin, chooser.ImageCreationFormMixin, _Choosing):
    pass


class PictureChooser(chooser.ImageChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView


# Only its two views that list are mounted, in front of those of Wagtail's own, which has the same name.
picture_chooser = PictureChooser("wagtailimages_chooser", model=Picture, url_prefix="images/chooser")


def _has_all_collections(person: Any, action: str) -> bool:
    """Whether somebody may do that with every picture, whoever brought it in."""
    rights = CollectionPermissionPolicy(Picture, auth_model=Image)
    return bool(rights.collections_user_has_permission_for(person, action).count() == Collection.objects.count())


def _condition(asked: dict[str, Any], *, now: datetime) -> Q:
    wanted = Wanted(
        credit=asked.get("credit") or "",
        shape=Shape(asked["shape"]) if asked.get("shape") else None,
        lack=Lack(asked["lack"]) if asked.get("lack") else None,
        right=Right(asked["right"]) if asked.get("right") else None,
    )
    return is_wanted(wanted, now=now)
