"""What the journal calls each act, and how its entries read."""

from typing import Any

from wagtail.log_actions import LogFormatter

# action: its name in the filter, how an entry begins
ACTS: dict[str, tuple[str, str]] = {
    "broadsheet.made": ("Make", "Made"),
    "broadsheet.changed": ("Change", "Changed"),
    "broadsheet.deleted": ("Delete", "Deleted"),
    "broadsheet.groups_changed": ("Change somebody's groups", "Groups changed"),
    "broadsheet.rights_changed": ("Change a group's rights", "Rights changed"),
    "broadsheet.signed_in": ("Sign in", "Signed in"),
    "broadsheet.signed_out": ("Sign out", "Signed out"),
    "broadsheet.sign_in_failed": ("Fail to sign in", "Failed to sign in"),
    "broadsheet.password_chosen": ("Choose a password", "Password chosen by themselves"),
    "broadsheet.second_factor_added": ("Add a second factor", "Second factor added"),
    "broadsheet.second_factor_dropped": ("Remove one's own second factor", "Second factor removed by themselves"),
    "broadsheet.commanded": ("Run a command", "Done by a command"),
    "broadsheet.routes_stopped": ("Stop all routes", "All routes stopped"),
    "broadsheet.routes_resumed": ("Resume routes", "Routes resumed"),
    "broadsheet.acknowledged": ("Acknowledge an alarm", "Alarm acknowledged"),
    "broadsheet.alarm_reopened": ("Reopen an alarm", "Alarm put back on the desk"),
    "broadsheet.read_again": ("Read a quarantine again", "Quarantine read again"),
    "broadsheet.embargo_ruled": ("Rule on an embargo", "Embargo ruled on"),
    "broadsheet.front_arranged": ("Arrange a front", "Front arranged"),
    "broadsheet.killed_by_hand": ("Kill by hand", "Killed by hand"),
}


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


def _in_words(what: str, before: str, after: str) -> str:
    if not before:
        return f"{what} {after}"
    if before == "nothing":
        return f"{what} given: {after}"
    return f"{what} taken: {before}" if after == "nothing" else f"{what}: {before} → {after}"
