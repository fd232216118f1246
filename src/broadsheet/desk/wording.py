"""What a notice says: pure."""

import re
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.desk.models import Notice
from broadsheet.wire.models import Alarm
from broadsheet.wire.wording import told

HIDDEN = gettext_lazy("a story that you may no longer open")
_Event = Notice.Event
_SENTENCES = {
    _Event.SUBMITTED: gettext_lazy("%(who)s asks you to approve %(story)s"),
    _Event.APPROVED: gettext_lazy("%(who)s approved %(story)s"),
    _Event.PUBLISHED: gettext_lazy("%(who)s published %(story)s"),
    _Event.CHANGES_ASKED: gettext_lazy("%(who)s asks for changes in %(story)s"),
    _Event.COMMENTED: gettext_lazy("%(who)s commented on %(story)s"),
    _Event.MENTIONED: gettext_lazy("%(who)s named you in a comment on %(story)s"),
    _Event.WENT_OUT: gettext_lazy("%(story)s went out as scheduled"),
    _Event.REFUSED: gettext_lazy("%(story)s was due and could not go out"),
    _Event.CORRECTED: gettext_lazy("%(who)s corrected %(story)s"),
    _Event.WITHDRAWN: gettext_lazy("%(who)s withdrew %(story)s"),
    _Event.TAKEN_OFF: gettext_lazy("%(who)s took %(story)s off the site"),
    _Event.WIRE_CHANGED: gettext_lazy("The agency sent a newer version of %(story)s"),
    _Event.WIRE_WAITS: gettext_lazy("News from the agency waits for you in %(story)s"),
}
_NOBODY = {_Event.WITHDRAWN: gettext_lazy("The agency"), _Event.TAKEN_OFF: gettext_lazy("The agency")}
_CHANGED = re.compile(r"(?:Version (?P<version>.+?)|A newer version) of (?P<agency>.+) changed: (?P<fields>.+)\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice in words; `headline` is empty where its person may not know the story any more, then `text` is too."""

    event: Notice.Event
    who: str
    headline: str
    text: str

    @property
    def sentence(self) -> str:
        who = self.who or _NOBODY.get(self.event, "Broadsheet")
        story = _("“%(headline)s”") % {"headline": self.headline} if self.headline else HIDDEN
        said = _SENTENCES[self.event] % {"who": who, "story": story}
        return said[0].upper() + said[1:]


def told_text(notice: Notice) -> str:
    """What was said, as it is kept; Broadsheet's own words are kept in English, and told in the reader's language."""
    if notice.event == _Event.WIRE_CHANGED:
        return _changed_fields(notice.text)
    if notice.event == _Event.WIRE_WAITS:
        kind, stop, rest = notice.text.partition(". ")
        return f"{alarm_kind(kind)}{stop}{told(rest)}"
    return notice.text


def alarm_kind(kept: str) -> str:
    """The name of a kind of alarm, kept in English, in the language of whoever reads; others as they are."""
    with translation.override(None):
        kinds = {str(kind.label): kind for kind in Alarm.Kind}
    return str(kinds[kept].label) if kept in kinds else kept


def _changed_fields(kept: str) -> str:
    """As `hearing` wrote it: "Version 2 of Harbour Wire changed: headline, text."."""
    found = _CHANGED.fullmatch(kept)
    if found is None:
        return kept
    facts = {**found.groupdict(), "fields": ", ".join(_(name) for name in found["fields"].split(", "))}
    if found["version"]:
        return _("Version %(version)s of %(agency)s changed: %(fields)s.") % facts
    return _("A newer version of %(agency)s changed: %(fields)s.") % facts


def one_line(text: str) -> str:
    return " ".join(text.split())
