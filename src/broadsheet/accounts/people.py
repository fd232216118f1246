"""Wagtail's users screen, with how each of them signs in."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import HeaderButton
from wagtail.users.views.users import EditView, UserViewSet

from broadsheet.accounts.views.signing_in import PersonSigningInView, RemoveSecondFactorView


class PersonEditView(EditView):
    """Somebody's name, password and roles; how they sign in is one step away."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        address = reverse("wagtailusers_users:signing_in", args=[self.object.pk])
        return [*super().header_buttons, HeaderButton(_("Signing in"), address, icon_name="lock")]


class PeopleViewSet(UserViewSet):
    """Named in `apps.PeopleConfig`, as Wagtail has it."""

    edit_view_class = PersonEditView
    delete_template_name = "broadsheet_accounts/person_delete.html"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("signing-in/<int:pk>/", PersonSigningInView.as_view(), name="signing_in"),
            path("signing-in/<int:pk>/second-factor/", RemoveSecondFactorView.as_view(), name="remove_second_factor"),
        ]
