from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0002_imports_run'),
    ]

    operations = [
        migrations.AddField(
            model_name='taken',
            name='moments',
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]
