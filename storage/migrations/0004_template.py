"""Templates of verified faces, each kept by a consent of its own."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("storage", "0003_ledger")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Template",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("account_id", fields.IntField(db_index=True)),
                ("physician_id", fields.IntField(db_index=True)),
                ("engine", fields.CharField(max_length=80)),
                ("version", fields.CharField(max_length=16)),
                ("sealed", fields.BinaryField()),
                ("at", fields.DatetimeField()),
                ("until", fields.DatetimeField(db_index=True)),
            ],
            options={"table": "template", "app": "storage", "pk_attr": "id"},
            bases=["Model"],
        ),
    ]
