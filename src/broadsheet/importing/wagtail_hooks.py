"""What importing puts into the newsroom's screens."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from broadsheet.importing.writing import LOG_ACTION


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What a story's history calls its coming."""
    actions.register_action(LOG_ACTION, _("Import"), _("Imported from another system"))
