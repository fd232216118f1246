"""Fetching from sources over the network: guarded, bounded, without Django or a database."""
