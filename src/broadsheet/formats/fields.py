"""A JSON object read without trust: properties of the wrong type are as if they were not there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from broadsheet.formats.wording import one_line, printable

_MOST_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class Fields:
    """
    The properties of one JSON object under small letters.

    ninjs 3 renamed `versioncreated` to `versionCreated` and so on; in small letters all versions agree.
    """

    values: Mapping[str, object]

    @classmethod
    def of(cls, value: object) -> Self:
        """The fields of an object; none where the value is something else."""
        if not isinstance(value, dict):
            return cls({})
        return cls({str(name).lower(): entry for name, entry in value.items() if entry is not None})

    def has(self, name: str) -> bool:
        return name in self.values

    def text(self, *names: str) -> str:
        """The first of these properties that holds words, with its line breaks; numbers count as words."""
        for name in names:
            value = self.values.get(name)
            if isinstance(value, int | float) and not isinstance(value, bool):
                value = _number_text(value)
            if isinstance(value, str) and value.strip():
                return printable(value)
        return ""

    def line(self, *names: str) -> str:
        """The same on one line."""
        return one_line(self.text(*names))

    def number(self, *names: str) -> object:
        return next((self.values[name] for name in names if name in self.values), None)

    def object(self, name: str) -> "Fields":
        return Fields.of(self.values.get(name))

    def entries(self, *names: str) -> Iterator["Fields"]:
        """The objects in a list (or the one object); a bare string is an object with a `name`."""
        for name in names:
            value = self.values.get(name)
            listed = value if isinstance(value, list) else [value]
            for entry in listed[:_MOST_ENTRIES]:
                if isinstance(entry, dict):
                    yield Fields.of(entry)
                elif isinstance(entry, str) and entry.strip():
                    yield Fields({"name": entry})

    def named(self, name: str) -> Iterator[tuple[str, "Fields"]]:
        """Objects with their names: the members of an object (ninjs 1) or entries of a list with `name` (2, 3)."""
        value = self.values.get(name)
        if isinstance(value, dict):
            members = [(str(key), entry) for key, entry in value.items()]
        elif isinstance(value, list):
            members = [(Fields.of(entry).line("name", "role"), entry) for entry in value]
        else:
            members = []
        return ((one_line(key), Fields.of(entry)) for key, entry in members[:_MOST_ENTRIES] if isinstance(entry, dict))


def _number_text(value: float) -> str:
    try:
        return str(value)
    except ValueError:  # Python refuses to write integers of more than 4,300 digits
        return ""
