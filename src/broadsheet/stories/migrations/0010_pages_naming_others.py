from typing import Any

from django.db import migrations, models


def name_them_under_privacy(apps: Any, schema_editor: Any) -> None:
    """The page that every paper was founded with, wherever it is still called so."""
    apps.get_model("broadsheet_stories", "PaperPage").objects.filter(slug="privacy").update(names_others=True)


class Migration(migrations.Migration):
    dependencies = [("broadsheet_stories", "0009_versions_by_time")]

    operations = [
        migrations.AddField(
            model_name="paperpage",
            name="names_others",
            field=models.BooleanField(
                default=False,
                help_text="Below its words stand the hosts of others that readers' pages load from (Settings, The paper)",
                verbose_name="names third parties",
            ),
        ),
        migrations.RunPython(name_them_under_privacy, migrations.RunPython.noop),
    ]
