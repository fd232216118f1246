"""Databases on the server that BROADSHEET_TEST_POSTGRES names, made for a test and dropped after it."""

import os
import secrets
from urllib.parse import urlsplit, urlunsplit

import psycopg

SERVER = os.environ.get("BROADSHEET_TEST_POSTGRES", "")


def made_database() -> str:
    """The address of an empty one."""
    name = f"broadsheet_test_{secrets.token_hex(4)}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def drop_database(address: str) -> None:
    name = psycopg.sql.Identifier(urlsplit(address).path.lstrip("/"))
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
