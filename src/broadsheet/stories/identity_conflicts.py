"""Two administrators at the paper's identity at once: what it was when somebody opened it, and what changed since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.environment import site

_LONGEST = 2000  # letters of what a form says it was based on; it has 500
_ROWS = {
    "accounts": ("name", "address"),
    "agency_credits": ("told", "written", "address"),
    "third_parties": ("name", "host", "scripts", "connections", "pictures", "frames", "script"),
}
_NAMES = {
    "paper": gettext_lazy("Name of the paper"),
    "motto": gettext_lazy("motto"),
    "logo_id": gettext_lazy("logo"),
    "dark_logo_id": gettext_lazy("logo on dark pages"),
    "accent": gettext_lazy("accent colour"),
    "dark_accent": gettext_lazy("accent colour on dark pages"),
    "menu": gettext_lazy("Sections in the menu"),
    "imprint": gettext_lazy("imprint"),
    "contact": gettext_lazy("contact address"),
    "accounts": gettext_lazy("Accounts elsewhere"),
    "agency_credits": gettext_lazy("How agencies are credited"),
    "third_parties": gettext_lazy("Whom pages load from besides the paper"),
    "language": gettext_lazy("Language"),
    "zone": gettext_lazy("Time zone"),
}
_SHOWN = ("paper", "motto", "accent", "dark_accent", "imprint", "contact", "language", "zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityStanding:
    """Every part of the identity as it is kept now, by its name in the form, as words."""

    parts: Mapping[str, str]

    def mark(self) -> str:
        """What a form sends back to say what it was based on."""
        return json.dumps({name: _mark(words) for name, words in self.parts.items()}, separators=(",", ":"))

    def changed_since(self, mark: str) -> tuple[str, ...]:
        """The parts that are another by now, in words; none where the mark cannot be read."""
        before = _read(mark)
        return tuple(
            self._told(name) for name, words in self.parts.items() if name in before and before[name] != _mark(words)
        )

    def _told(self, name: str) -> str:
        label = str(_NAMES[name])
        if name not in _SHOWN:
            return label
        if not self.parts[name]:
            return _("%(part)s (now empty)") % {"part": label}
        return _("%(part)s (now “%(words)s”)") % {"part": label, "words": self.parts[name]}


def identity_standing() -> IdentityStanding:
    """As the database and `site.toml` have it now."""
    from broadsheet.stories.identifying import menu_places, paper_name
    from broadsheet.stories.models import Identity

    identity = Identity.objects.order_by("pk").first() or Identity()
    fields = ("motto", "logo_id", "dark_logo_id", "accent", "dark_accent", "imprint", "contact")
    kept = {name: str(getattr(identity, name) or "") for name in fields}
    menu = [(place.section_id, place.is_shown) for place in menu_places(identity.menu_order)]
    other = {"paper": paper_name(), "menu": str(menu), "language": site.language(), "zone": site.time_zone()}
    found = {**kept, **other, **{name: _rows(identity, name) for name in _ROWS}}
    return IdentityStanding(parts={name: found[name] for name in _NAMES})


def _rows(identity: Any, name: str) -> str:
    if identity.pk is None:
        return "[]"
    return str(list(getattr(identity, name).order_by("sort_order", "pk").values_list(*_ROWS[name])))


def _mark(words: str) -> str:
    return blake2b(words.encode(), digest_size=6).hexdigest()


def _read(mark: str) -> Mapping[str, str]:
    try:
        said = json.loads(mark[:_LONGEST])
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
