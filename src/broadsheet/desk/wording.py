"""What a notice says: pure."""

from dataclasses import dataclass

from broadsheet.desk.models import Notice

HIDDEN = "a story that you may no longer open"
_Event = Notice.Event
_SENTENCES = {
    _Event.SUBMITTED: "{who} asks you to approve {story}",
    _Event.APPROVED: "{who} approved {story}",
    _Event.PUBLISHED: "{who} published {story}",
    _Event.CHANGES_ASKED: "{who} asks for changes in {story}",
    _Event.COMMENTED: "{who} commented on {story}",
    _Event.MENTIONED: "{who} named you in a comment on {story}",
    _Event.WENT_OUT: "{story} went out as scheduled",
    _Event.REFUSED: "{story} was due and could not go out",
    _Event.CORRECTED: "{who} corrected {story}",
    _Event.WITHDRAWN: "{who} withdrew {story}",
    _Event.TAKEN_OFF: "{who} took {story} off the site",
    _Event.WIRE_CHANGED: "The agency sent a newer version of {story}",
    _Event.WIRE_WAITS: "News from the agency waits for you in {story}",
}
_NOBODY = {_Event.WITHDRAWN: "The agency", _Event.TAKEN_OFF: "The agency"}


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
        said = _SENTENCES[self.event].format(who=who, story=f"“{self.headline}”" if self.headline else HIDDEN)
        return said[0].upper() + said[1:]


def one_line(text: str) -> str:
    return " ".join(text.split())
