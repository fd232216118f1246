"""A story's rewrites are kept beside its related stories: fronts give one place to an event."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadsheet_related", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="relatedlist",
            name="rewrites",
            field=models.JSONField(default=list),
        ),
    ]
