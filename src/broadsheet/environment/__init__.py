"""Everything that Broadsheet reads from the environment, parsed once, with errors that say the way out."""
