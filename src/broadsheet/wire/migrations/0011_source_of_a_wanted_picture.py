import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def tell_source(apps, schema_editor):
    wanted = apps.get_model("broadsheet_wire", "WantedPicture").objects.using(schema_editor.connection.alias)
    revisions = apps.get_model("broadsheet_wire", "Revision").objects.using(schema_editor.connection.alias)
    source = revisions.filter(pk=OuterRef("revision_id")).values("item__source_id")[:1]
    wanted.update(source_id=Subquery(source))


class Migration(migrations.Migration):
    # PostgreSQL takes no new constraint on rows that this transaction changed; a run that was broken off goes on anew.
    atomic = False

    dependencies = [("broadsheet_wire", "0010_alarm_kinds")]

    operations = [
        migrations.AddField(
            model_name="wantedpicture",
            name="source",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="wanted_pictures",
                to="broadsheet_wire.source",
            ),
        ),
        migrations.RunPython(tell_source, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="wantedpicture",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="wanted_pictures",
                to="broadsheet_wire.source",
            ),
        ),
        migrations.AddIndex(
            model_name="wantedpicture",
            index=models.Index(fields=["source", "not_before", "id"], name="wanted_pictures_by_source"),
        ),
    ]
