"""
Sentences that are kept with items, alarms and sources, and shown later to whoever looks: pure.

They are kept in English, whoever or whatever made them be kept; `wording.told` says them in the reader's language.
Those with gaps stand here, so that it finds them again. Django is never loaded: `broadsheet wire_read` speaks so too.
"""

from broadsheet.contracts.news import Kind

KEPT_IN = "en"
MOMENT_FORM = "%d %B %Y %H:%M:%S"  # a zone stands behind it


def gettext_noop(text: str) -> str:
    """Mark a text that is translated where it is shown; Django's own of that name would load Django."""
    return text


KIND_NAMES = {
    Kind.TEXT: gettext_noop("text"),
    Kind.PICTURE: gettext_noop("picture"),
    Kind.VIDEO: gettext_noop("video"),
    Kind.AUDIO: gettext_noop("audio"),
    Kind.GRAPHIC: gettext_noop("graphic"),
    Kind.PACKAGE: gettext_noop("package"),
    Kind.EVENT: gettext_noop("event"),
    Kind.OTHER: gettext_noop("other"),
}

NOTE_KILLS = gettext_noop("The editor's note kills it: %(said)s")
HEADLINE_KILLS = gettext_noop("The headline kills it: %(said)s")
NOTE_HOLDS = gettext_noop("The editor's note holds it: %(said)s")
NOTE_SPEAKS_OF_A_KILL = gettext_noop("The editor's note speaks of a kill and has to be read first: %(said)s")
EMBARGOED_UNTIL = gettext_noop("Embargoed until %(moment)s")
EMBARGO_WITHOUT_END = gettext_noop(
    "The wire means an embargo whose end cannot be told (%(said)s): a chief has to set it"
)
USE_REFUSED = gettext_noop("It may not be published here: %(use)s")
NO_TEXT = gettext_noop("This is a %(kind)s item: only text becomes a story")
NO_TEXT_AN = gettext_noop("This is an %(kind)s item: only text becomes a story")
CANCELED_BY_ANOTHER = gettext_noop("Another document of the wire cancels this one: “%(item)s”")
WHOLE_KILLED = gettext_noop("The item that it is a part of was killed: “%(item)s”")
KILLED_BY_HAND = gettext_noop("%(name)s killed it: %(reason)s")

COPY_KILLED = gettext_noop("The agency killed this copy; a kill is final (%(agency)s, “%(item)s”): %(reasons)s")
KILLED_WORDS = gettext_noop("The agency killed words that it still holds (%(agency)s, “%(item)s”): “%(words)s”")
COPY_WITHHELD = gettext_noop("The agency withholds this copy (%(agency)s, “%(item)s”): %(reasons)s")
COPY_EMBARGO_UNREADABLE = gettext_noop(
    "The embargo on this copy has to be settled first (%(agency)s, “%(item)s”): %(reasons)s"
)
COPY_EMBARGOED = gettext_noop("This copy is under embargo (%(agency)s, “%(item)s”): %(reasons)s")
COPY_DESK_ONLY = gettext_noop("This copy is for the desk only (%(agency)s, “%(item)s”): %(reasons)s")

URGENCY_BELOW = gettext_noop("Urgency %(urgency)s is below %(least)s")
OTHER_KIND = gettext_noop("It is %(kind)s")
OTHER_LANGUAGE = gettext_noop("Its language is %(language)s")
DUPLICATE_IS_LIVE = gettext_noop("A near-duplicate from another agency is live, %(story)s")
CAP_IS_REACHED = gettext_noop("The hourly cap of %(cap)s is reached")

NEW_TERMS = gettext_noop("A newer version came with new usage terms (%(terms)s)")
STORY_KEEPS = gettext_noop("%(reason)s; the story keeps what it has until an editor decides")
WIRE_CORRECTED = gettext_noop("The wire corrected “%(item)s”.")
CHANGED_IN_STORY = gettext_noop("Changed in the story: %(fields)s.")
BOTH_CHANGED = gettext_noop("Both the wire and the newsroom changed: %(fields)s.")
WIRE_HEADLINE = gettext_noop("The wire's headline is now “%(headline)s”.")
REPLACED = gettext_noop("“%(item)s” replaces the item that this story was made from")
TAKEN_OFF = gettext_noop("Taken off readers' pages: %(titles)s.")
TRIED_AGAIN = gettext_noop("Tried again every few seconds: %(error)s")
NOTHING_SINCE = gettext_noop("Nothing has come since %(moment)s UTC.")
USUALLY_COME = gettext_noop("In so long about %(count)s items usually come.")

PICTURE_KILLED_BY_AGENCY = gettext_noop("The picture %(picture)s was killed by its agency and is not taken")
PICTURE_KILLED = gettext_noop("The picture %(picture)s was killed")
PICTURE_NOT_BESIDE = gettext_noop("The picture %(picture)s is not beside the wire file")
PICTURE_TOO_LARGE = gettext_noop("The picture %(picture)s has more than %(most)s bytes")
PICTURE_NOT_FETCHED = gettext_noop("A picture could not be fetched: %(error)s")
NEWER_PICTURES_WAIT = gettext_noop("%(most)s newer pictures of its source wait to be fetched")

ITEMS_NOT_KEPT = gettext_noop("Its items could not be kept (%(error)s)")
READER_BROKE = gettext_noop("The reader broke on this file (%(error)s)")
FETCHER_BROKE = gettext_noop("The fetcher broke (%(error)s)")
FOLDER_UNREADABLE = gettext_noop("The folder %(folder)s cannot be read: %(error)s")
FILE_NOT_TAKEN = gettext_noop("%(file)s cannot be taken: %(error)s")
ANSWERED = gettext_noop("Answered with status %(status)s")

# Those that begin with a gap stand last: they could be taken for others.
WITH_GAPS = (
    NOTE_KILLS,
    HEADLINE_KILLS,
    NOTE_HOLDS,
    NOTE_SPEAKS_OF_A_KILL,
    EMBARGOED_UNTIL,
    EMBARGO_WITHOUT_END,
    USE_REFUSED,
    NO_TEXT,
    NO_TEXT_AN,
    CANCELED_BY_ANOTHER,
    WHOLE_KILLED,
    COPY_KILLED,
    KILLED_WORDS,
    COPY_WITHHELD,
    COPY_EMBARGO_UNREADABLE,
    COPY_EMBARGOED,
    COPY_DESK_ONLY,
    URGENCY_BELOW,
    OTHER_KIND,
    OTHER_LANGUAGE,
    DUPLICATE_IS_LIVE,
    CAP_IS_REACHED,
    NEW_TERMS,
    WIRE_CORRECTED,
    CHANGED_IN_STORY,
    BOTH_CHANGED,
    WIRE_HEADLINE,
    REPLACED,
    TAKEN_OFF,
    TRIED_AGAIN,
    NOTHING_SINCE,
    USUALLY_COME,
    PICTURE_KILLED_BY_AGENCY,
    PICTURE_KILLED,
    PICTURE_NOT_BESIDE,
    PICTURE_TOO_LARGE,
    PICTURE_NOT_FETCHED,
    ITEMS_NOT_KEPT,
    READER_BROKE,
    FETCHER_BROKE,
    FOLDER_UNREADABLE,
    ANSWERED,
    NEWER_PICTURES_WAIT,
    FILE_NOT_TAKEN,
    STORY_KEEPS,
    KILLED_BY_HAND,
)
