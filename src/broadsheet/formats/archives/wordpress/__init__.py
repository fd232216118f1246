"""WordPress's own export (WXR 1.0 to 1.2), as Tools > Export and `wp export` write it."""

from broadsheet.formats.archives.wordpress.archive import WordpressArchive as WordpressArchive
