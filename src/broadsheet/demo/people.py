"""Who works in the demo's newsroom, and the passwords made up for them."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from broadsheet.accounts.roles import Role
from broadsheet.environment.files import write_whole

_WORDS = [
    "anchor",
    "amber",
    "barge",
    "beacon",
    "bollard",
    "breeze",
    "cabin",
    "canvas",
    "capstan",
    "cargo",
    "channel",
    "compass",
    "coral",
    "current",
    "dinghy",
    "estuary",
    "ferry",
    "galley",
    "granite",
    "gull",
    "halyard",
    "harbour",
    "herring",
    "island",
    "jetty",
    "keel",
    "lantern",
    "ledger",
    "mainsail",
    "marina",
    "meridian",
    "mooring",
    "oyster",
    "packet",
    "pebble",
    "pilot",
    "quay",
    "rigging",
    "rudder",
    "sextant",
    "shingle",
    "signal",
    "skipper",
    "spinnaker",
    "tiller",
    "tide",
    "trawler",
    "tundra",
    "upland",
    "vessel",
    "wharf",
    "willow",
    "winch",
    "windlass",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the demo, and in words what they may; `author` is the slug of the reporter whose byline is theirs."""

    username: str
    name: str
    role: Role
    may: str
    sections: tuple[str, ...] = ()
    author: str = ""


PEOPLE = (
    Person(
        username="admin", name="Ada Norling", role=Role.ADMINISTRATOR, may="may everything, people and roles included"
    ),
    Person(
        username="chief",
        name="Celia Maddern",
        role=Role.CHIEF,
        may="publishes everywhere, rules on wires and embargoes",
    ),
    Person(
        username="editor",
        name="Edgar Polwyn",
        role=Role.SECTION_EDITOR,
        may="publishes and approves in World",
        sections=("World",),
    ),
    Person(
        username="reporter",
        name="Harriet Stroud",
        role=Role.REPORTER,
        may="writes and submits, publishes nothing",
        author="harriet-stroud",
    ),
)


def passwords(path: Path) -> dict[str, str]:
    """
    The password of each user name, made up on first use and kept in a file that only its owner can read.

    Three of 56 words and four digits, 31 bits: the newsroom of a demo listens on this machine alone.
    """
    if path.exists():
        kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return kept
    made = {person.username: _password() for person in PEOPLE}
    write_whole(path, json.dumps(made, indent=1).encode(), mode=0o600)
    return made


def _password() -> str:
    return "-".join([*(secrets.choice(_WORDS) for _ in range(3)), f"{secrets.randbelow(10_000):04d}"])
