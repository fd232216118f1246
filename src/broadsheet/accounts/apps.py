from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "broadsheet.accounts"
    label = "broadsheet_accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added
        from django.db.models.signals import post_init
        from wagtail.users.models import UserProfile

        from broadsheet.accounts.receivers import on_authenticator_added, on_profile_read

        authenticator_added.connect(on_authenticator_added)
        post_init.connect(on_profile_read, sender=UserProfile)


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's users, with how each of them signs in."""

    user_viewset = "broadsheet.accounts.people.PeopleViewSet"
