"""The wire's tables: where copy comes from, what came, what it became, and what wants somebody's eyes."""

from broadsheet.wire.models.alarms import Alarm
from broadsheet.wire.models.changes import WireChange
from broadsheet.wire.models.deliveries import Delivery
from broadsheet.wire.models.fingerprints import Fingerprint
from broadsheet.wire.models.health import Rereading, SourceHour
from broadsheet.wire.models.items import Revision, WireItem, WirePicture
from broadsheet.wire.models.listed import FiledUnder, Heading, Listed
from broadsheet.wire.models.pictures import WantedPicture
from broadsheet.wire.models.presets import Preset, PresetCare
from broadsheet.wire.models.receipts import KilledUse, KillReceipt
from broadsheet.wire.models.sources import Route, RoutesStop, Source
from broadsheet.wire.models.telling import Acknowledgement, AlarmRules, AlarmSound, Attempt, Outgoing
from broadsheet.wire.models.uses import Use

__all__ = [
    "Acknowledgement",
    "Alarm",
    "AlarmRules",
    "AlarmSound",
    "Attempt",
    "Delivery",
    "FiledUnder",
    "Fingerprint",
    "Heading",
    "KillReceipt",
    "KilledUse",
    "Listed",
    "Outgoing",
    "Preset",
    "PresetCare",
    "Rereading",
    "Revision",
    "Route",
    "RoutesStop",
    "Source",
    "SourceHour",
    "Use",
    "WantedPicture",
    "WireChange",
    "WireItem",
    "WirePicture",
]
