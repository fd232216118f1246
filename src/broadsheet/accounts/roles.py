"""The four roles of a newsroom. A role is a group; rights on a section are given at its root (stories)."""

from enum import StrEnum


class Role(StrEnum):
    REPORTER = "Reporters"
    SECTION_EDITOR = "Section editors"
    CHIEF = "Chiefs"
    ADMINISTRATOR = "Administrators"
