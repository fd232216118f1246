"""The full-text index of the desk's search, in each database's own kind."""

from django.db import migrations

SQLITE = "CREATE VIRTUAL TABLE broadsheet_wire_words USING fts5(words, content='', contentless_delete=1)"
POSTGRES = (
    "CREATE TABLE broadsheet_wire_words ("
    "item_id bigint PRIMARY KEY REFERENCES broadsheet_wire_wireitem(id) ON DELETE CASCADE, words tsvector NOT NULL)"
)
POSTGRES_INDEX = "CREATE INDEX broadsheet_wire_words_gin ON broadsheet_wire_words USING gin (words)"


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
        return
    schema_editor.execute(POSTGRES)
    schema_editor.execute(POSTGRES_INDEX)


def drop_index(apps, schema_editor):
    schema_editor.execute("DROP TABLE broadsheet_wire_words")


class Migration(migrations.Migration):
    dependencies = [("broadsheet_wire", "0001_wire")]

    operations = [migrations.RunPython(make_index, drop_index)]
