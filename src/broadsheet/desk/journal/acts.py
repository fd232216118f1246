"""What the journal calls each act, and how its entries read."""

import re
from typing import Any

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from broadsheet.desk.wording import alarm_kind

# action: its name in the filter, how an entry begins
ACTS = {
    "broadsheet.made": (_("Make"), _("Made")),
    "broadsheet.changed": (_("Change"), _("Changed")),
    "broadsheet.deleted": (_("Delete"), _("Deleted")),
    "broadsheet.groups_changed": (_("Change somebody's groups"), _("Groups changed")),
    "broadsheet.rights_changed": (_("Change a group's rights"), _("Rights changed")),
    "broadsheet.signed_in": (_("Sign in"), _("Signed in")),
    "broadsheet.signed_out": (_("Sign out"), _("Signed out")),
    "broadsheet.sign_in_failed": (_("Fail to sign in"), _("Failed to sign in")),
    "broadsheet.password_chosen": (_("Choose a password"), _("Password chosen by themselves")),
    "broadsheet.second_factor_added": (_("Add a second factor"), _("Second factor added")),
    "broadsheet.second_factor_dropped": (_("Remove one's own second factor"), _("Second factor removed by themselves")),
    "broadsheet.commanded": (_("Run a command"), _("Done by a command")),
    "broadsheet.routes_stopped": (_("Stop all routes"), _("All routes stopped")),
    "broadsheet.routes_resumed": (_("Resume routes"), _("Routes resumed")),
    "broadsheet.acknowledged": (_("Acknowledge an alarm"), _("Alarm acknowledged")),
    "broadsheet.alarm_reopened": (_("Reopen an alarm"), _("Alarm put back on the desk")),
    "broadsheet.read_again": (_("Read a quarantine again"), _("Quarantine read again")),
    "broadsheet.embargo_ruled": (_("Rule on an embargo"), _("Embargo ruled on")),
    "broadsheet.front_arranged": (_("Arrange a front"), _("Front arranged")),
    "broadsheet.killed_by_hand": (_("Kill by hand"), _("Killed by hand")),
}
# What is another now, and values that are nobody's own words: kept in English, told in the language of whoever reads.
_NAMES = (
    gettext_noop("group"), gettext_noop("right"), gettext_noop("rights"), gettext_noop("kind"),
    gettext_noop("address"), gettext_noop("alarm"), gettext_noop("embargo"), gettext_noop("files"),
    gettext_noop("name of the paper"), gettext_noop("in the menu"), gettext_noop("language"),
    gettext_noop("time zone"), gettext_noop("name"), gettext_noop("slug"), gettext_noop("folder"),
    gettext_noop("user"), gettext_noop("interval"), gettext_noop("credit"), gettext_noop("switched on"),
    gettext_noop("archived"), gettext_noop("hourly cap"), gettext_noop("allowed terms"), gettext_noop("quiet after"),
    gettext_noop("order by"), gettext_noop("push token"), gettext_noop("password or token"), gettext_noop("source"),
    gettext_noop("section"), gettext_noop("mode"), gettext_noop("topics"), gettext_noop("kinds"),
    gettext_noop("languages"), gettext_noop("least urgency"), gettext_noop("hours from"), gettext_noop("hours to"),
    gettext_noop("in latest"), gettext_noop("asked"), gettext_noop("owner (nothing: shared with everybody)"),
    gettext_noop("deleted at"), gettext_noop("emails"), gettext_noop("webhook"),
    gettext_noop("secret of the webhook"), gettext_noop("username"), gettext_noop("email"),
    gettext_noop("first name"), gettext_noop("last name"), gettext_noop("is active"), gettext_noop("is superuser"),
    gettext_noop("password"), gettext_noop("motto"), gettext_noop("logo"), gettext_noop("logo on dark pages"),
    gettext_noop("accent colour"), gettext_noop("accent colour on dark pages"), gettext_noop("imprint"),
    gettext_noop("contact address"), gettext_noop("sections in the menu, by number"), gettext_noop("host"),
    gettext_noop("scripts"), gettext_noop("connections"), gettext_noop("pictures"), gettext_noop("frames"),
    gettext_noop("script"), gettext_noop("agency"), gettext_noop("credit as readers see it"),
    gettext_noop("links to"), gettext_noop("banner"), gettext_noop("lead"), gettext_noop("package"),
    gettext_noop("second tier"), gettext_noop("strips"),
)  # fmt: skip
_VALUES = (
    gettext_noop("nothing"),
    gettext_noop("yes"),
    gettext_noop("no"),
    gettext_noop("lifted"),
    gettext_noop("fills itself"),
    gettext_noop("kept secret"),
    gettext_noop("another, kept secret"),
)


# What is kept of a thing's name that is nobody's own words: the paper itself, and what a route does.
_THE_PAPER = "the paper"
_ROUTE = re.compile(r"(.+) to (.+) \((leave it on the desk|make a draft|publish by itself)\)")


class Told(LogFormatter):
    """An entry with what was another value before."""

    beginning = ""

    def format_message(self, log_entry: Any) -> str:
        return f"{self.beginning}{changes_in_words(log_entry.data)}"


def register(actions: Any) -> None:
    for action, (label, beginning) in ACTS.items():
        actions.register_action(action)(type("_Told", (Told,), {"label": label, "beginning": beginning}))


def changes_in_words(data: dict[str, Any]) -> str:
    """After the beginning of an entry: ": hourly cap: 30 → 40"; empty where nothing is told."""
    told = [_in_words(*change) for change in data.get("changes", ())]
    return f": {'; '.join(told)}" if told else ""


def name_in_words(entry: Any) -> str:
    """What an entry is about, in the language of whoever reads it."""
    kind = entry.content_type.model if entry.content_type_id else ""
    route = _ROUTE.fullmatch(entry.label) if kind == "route" else None
    if route is not None:
        said = {"source": route[1], "section": route[2], "mode": gettext(route[3])}
        return gettext("%(source)s to %(section)s (%(mode)s)") % said
    return gettext(_THE_PAPER) if kind == "identity" and entry.label == _THE_PAPER else str(entry.label)


def _in_words(what: str, before: str, after: str) -> str:
    facts = {
        "what": gettext(what) if what in _NAMES else what,
        "before": _value(before),
        "after": alarm_kind(after) if what == "alarm" else _value(after),
    }
    if not before:
        return f"{facts['what']} {facts['after']}"
    if before == "nothing":
        return gettext("%(what)s given: %(after)s") % facts
    if after == "nothing":
        return gettext("%(what)s taken: %(before)s") % facts
    return f"{facts['what']}: {facts['before']} → {facts['after']}"


def _value(kept: str) -> str:
    return gettext(kept) if kept in _VALUES else kept
