"""Who may do what."""

from collections.abc import Iterable

from django.db import connection

from broadsheet.accounts.guarding import unguarded_tables
from broadsheet.accounts.queries import administrators, missing_rights, superusers
from broadsheet.keeping.checking.findings import Finding, Ground, broken, warning


def administrators_exist(_: Ground) -> Iterable[Finding]:
    """Somebody who can let others in."""
    if not administrators():
        yield broken(
            "There is no active administrator.",
            why="Nobody can make accounts, give rights or let somebody back in.",
            remedy="broadsheet manage createsuperuser, then put somebody into the group Administrators.",
        )


def superusers_are_none(_: Ground) -> Iterable[Finding]:
    """Flags on a person go past every right that groups give."""
    if names := superusers():
        yield warning(
            f"{', '.join(names[:5])} may do anything, whatever their groups say (superuser).",
            why="Rights come from roles here; who is a superuser is stopped by none.",
            remedy="Put them into the group Administrators, and take the flag away under Settings, Users.",
        )


def roles_have_their_rights(_: Ground) -> Iterable[Finding]:
    """A release may bring rights that the groups of an older site have not."""
    for role, rights in missing_rights().items():
        yield warning(
            f"{role.value} lack {len(rights)} rights of this release, such as {rights[0]}.",
            why="Screens that are theirs refuse them.",
            remedy="Run `broadsheet upgrade`: it gives every role its rights anew.",
        )


def journal_is_guarded(_: Ground) -> Iterable[Finding]:
    """The triggers that keep the journal as it is."""
    if tables := unguarded_tables(connection):
        yield broken(
            f"Entries of the journal can be changed: {' and '.join(tables)} lack their triggers.",
            why="What the site history says of who did what may have been made up since.",
            remedy="Run `broadsheet upgrade`: it puts them there again. Then find out who took them off.",
        )
