"""What keeping puts into a home beside the site's own things."""

BACKUP_STAGING = ".backup"  # on the disk whose files are linked
RESTORE_STAGING = ".restoring"
LAST_BACKUP = "last-backup.json"
