"""A real site."""

from broadsheet.config.settings.base import *
