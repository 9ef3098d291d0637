import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0013_figures_and_bulk'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutsideId',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=60)),
                ('value', models.CharField(max_length=64)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outside_ids', to='people.client')),
            ],
            options={
                'verbose_name': 'Number in another program',
                'constraints': [models.UniqueConstraint(fields=('source', 'value'), name='one_outside_id')],
            },
        ),
    ]
