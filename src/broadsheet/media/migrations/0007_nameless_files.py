from django.db import migrations


def forget_nameless(apps, schema_editor):
    """Files whose name began with a dot were refused to readers. Without their rows they are made anew, and swept."""
    renditions = apps.get_model("broadsheet_media", "PictureRendition").objects
    renditions.using(schema_editor.connection.alias).filter(file__startswith="images/.").delete()


class Migration(migrations.Migration):

    dependencies = [("broadsheet_media", "0006_recordings")]

    operations = [migrations.RunPython(forget_nameless, migrations.RunPython.noop)]
