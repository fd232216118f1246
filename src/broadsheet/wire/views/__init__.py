"""The wire in the newsroom."""
