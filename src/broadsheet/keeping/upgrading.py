"""
What a new release asks of a site that an older one made: tables, rights, pages. Done twice, the second changes nothing.

The index is not made anew here: the clerk does that by itself, filling it while readers search the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from broadsheet.accounts.queries import rights_of
from broadsheet.accounts.roles import Role
from broadsheet.environment import places
from broadsheet.keeping import KeepingError
from broadsheet.media.indexing import index_pictures
from broadsheet.press.models import PressOrder
from broadsheet.press.tasks import check_pieces
from broadsheet.searching.index import is_whole
from broadsheet.stories.founding_pages import found_paper_pages
from broadsheet.stories.models import HomePage, SectionPage
from broadsheet.stories.queries import misplaced_sections, site_home
from broadsheet.stories.rights import found_workflow, keep_section_group

# With that migration, captions and credits are among the words that pictures are found by.
PICTURES_FOUND_BY_MORE = "_usage_and_crops"


class UpgradeError(KeepingError):
    """A site that cannot be upgraded as it is; the text says why and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """
    What was done. `ordered` pages are pressed by the clerk once it runs.

    `misplaced` are addresses of sections at which the site itself answers from this release on: an editor moves them.
    `pages` are those of the paper's own that were written because it had none.
    """

    migrations: tuple[str, ...]
    given: Mapping[Role, tuple[str, ...]]
    taken: Mapping[Role, tuple[str, ...]]
    ordered: int
    has_index: bool
    misplaced: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        changed = self.migrations or self.given or self.taken or self.ordered or self.misplaced or self.pages
        return not changed and self.has_index


def waiting_migrations() -> tuple[str, ...]:
    """
    What is to be applied, in order.

    :raises UpgradeError: if a newer release migrated this database
    """
    executor = MigrationExecutor(connection)
    unknown = sorted(set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations))
    if ours := [f"{app}.{name}" for app, name in unknown if app.startswith("broadsheet_")]:
        raise UpgradeError(
            f"the database was migrated by a newer release than this ({ours[0]}): install that one, or restore the "
            "backup that was made before it"
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def upgrade_site(*, now: datetime) -> Upgrade:
    """
    Bring tables, rights and pages to this release. Nobody else may write meanwhile.

    :raises UpgradeError: if a migration fails, or a newer release was here; what is done by then stays, and may be done
        again
    """
    migrations = waiting_migrations()
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise UpgradeError(f"a migration failed, and what it began was taken back: {error}") from error
    if any(name.startswith("broadsheet_media.") and name.endswith(PICTURES_FOUND_BY_MORE) for name in migrations):
        index_pictures()
    given, taken = _give_rights()
    pages = found_paper_pages(site_home(), now=now)
    return Upgrade(
        migrations=migrations,
        given=given,
        taken=taken,
        ordered=_order_pages(now=now),
        has_index=is_whole(places.index_folder()),
        misplaced=misplaced_sections(),
        pages=pages,
    )


@transaction.atomic
def _give_rights() -> tuple[Mapping[Role, tuple[str, ...]], Mapping[Role, tuple[str, ...]]]:
    """Every role and every section's editors have what this release gives them; what was given and taken by that."""
    before = {role: rights_of(role) for role in Role}
    try:
        home = site_home()
    except HomePage.DoesNotExist as error:
        raise UpgradeError("there is no paper in this database: make one with `broadsheet init`") from error
    found_workflow(home)
    for section in SectionPage.objects.order_by("path"):
        keep_section_group(section)
    after = {role: rights_of(role) for role in Role}
    return _more(after, before), _more(before, after)


def _more(there: Mapping[Role, frozenset[str]], here: Mapping[Role, frozenset[str]]) -> Mapping[Role, tuple[str, ...]]:
    return {role: names for role in Role if (names := tuple(sorted(there[role] - here[role])))}


def _order_pages(*, now: datetime) -> int:
    """As the clerk would at its next look: the whole paper where another release pressed it; 0 where not."""
    before = PressOrder.objects.count()
    check_pieces(now)
    return PressOrder.objects.count() - before
