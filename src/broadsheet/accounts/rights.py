"""
What each role may do anywhere in the newsroom, as data. Rights on sections are given at their roots, by stories.

A role has all that the role before it has.
"""

from broadsheet.accounts.roles import Role

_ADMIN = "wagtailadmin.access_admin"
_PICTURES = "wagtailimages.{}_image"  # Wagtail asks for its own model's names, whatever model stands in
_DOCUMENTS = "wagtaildocs.{}_document"

_REPORTER = (
    _ADMIN,
    "broadsheet_stories.add_topic",
    "broadsheet_stories.view_topic",
    "broadsheet_stories.view_author",
    "broadsheet_media.add_recording",
    "broadsheet_media.view_recording",
)
_SECTION_EDITOR = (
    *_REPORTER,
    "broadsheet_stories.change_topic",
    "broadsheet_stories.add_author",
    "broadsheet_stories.change_author",
    "broadsheet_media.change_recording",  # a kill among it, which cannot wait
    "broadsheet_wire.view_source",  # sees how agencies' feeds do
    "broadsheet_wire.view_route",
)
_CHIEF = (
    *_SECTION_EDITOR,
    "broadsheet_stories.delete_topic",
    "broadsheet_stories.delete_author",
    "broadsheet_media.delete_recording",
    "broadsheet_wire.change_wireitem",  # rules on embargoes
    "broadsheet_wire.change_preset",  # shares filters of the wire with everybody
    *(f"broadsheet_wire.{verb}_{model}" for model in ("source", "route") for verb in ("add", "change", "delete")),
)
_MANAGED = (
    "broadsheet_accounts.{}_user",
    "auth.{}_group",
    "wagtailcore.{}_workflow",
    "wagtailcore.{}_task",
    "wagtailcore.{}_collection",
    "wagtailcore.{}_site",
)
_ADMINISTRATOR = (
    *_CHIEF,
    "broadsheet_stories.change_embedsite",  # which other sites may see readers
    "broadsheet_stories.change_identity",  # the paper's own: name, look, footer, pages
    *(form.format(verb) for form in _MANAGED for verb in ("add", "change", "delete", "view")),
)

RIGHTS: dict[Role, tuple[str, ...]] = {
    Role.REPORTER: _REPORTER,
    Role.SECTION_EDITOR: _SECTION_EDITOR,
    Role.CHIEF: _CHIEF,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}


def _media(*verbs: str) -> tuple[str, ...]:
    return tuple(form.format(verb) for verb in verbs for form in (_PICTURES, _DOCUMENTS))


COLLECTION_RIGHTS: dict[Role, tuple[str, ...]] = {
    Role.REPORTER: _media("add", "choose"),
    Role.SECTION_EDITOR: _media("add", "change", "choose"),
    Role.CHIEF: _media("add", "change", "delete", "choose"),
    Role.ADMINISTRATOR: _media("add", "change", "delete", "choose"),
}
