"""Every check, in the order in which what they find is told. Loads Django's models: import it once Django is up."""

from broadsheet.keeping.checking import backups, clocks, databases, pages, people, queues
from broadsheet.keeping.checking.findings import Check, Needs

CHECKS = (
    Check(name="clocks: disk", needs=Needs.HOME, look=clocks.disk_clock),
    Check(name="backup: last one", needs=Needs.HOME, look=backups.last_backup),
    Check(name="database: SQLite", needs=Needs.DATABASE, look=databases.sqlite_engine),
    Check(name="database: soundness", needs=Needs.DATABASE, look=databases.sqlite_is_sound),
    Check(name="clocks: database", needs=Needs.DATABASE, look=clocks.database_clock),
    Check(name="people: administrators", needs=Needs.TABLES, look=people.administrators_exist),
    Check(name="people: superusers", needs=Needs.TABLES, look=people.superusers_are_none),
    Check(name="people: rights of roles", needs=Needs.TABLES, look=people.roles_have_their_rights),
    Check(name="people: journal", needs=Needs.TABLES, look=people.journal_is_guarded),
    Check(name="queues: press", needs=Needs.TABLES, look=queues.press_orders),
    Check(name="queues: index", needs=Needs.TABLES, look=queues.related_orders),
    Check(name="queues: pictures", needs=Needs.TABLES, look=queues.pictures),
    Check(name="queues: alarms", needs=Needs.TABLES, look=queues.alarms),
    Check(name="queues: quarantine", needs=Needs.TABLES, look=queues.quarantined),
    Check(name="pages: stories without one", needs=Needs.TABLES, look=pages.stories_without_page),
    Check(name="pages: without a story", needs=Needs.TABLES, look=pages.pages_without_story),
    Check(name="pages: addresses", needs=Needs.TABLES, look=pages.sections_at_addresses_of_the_site),
    Check(name="pictures: files", needs=Needs.TABLES, look=pages.pictures_without_file),
)
