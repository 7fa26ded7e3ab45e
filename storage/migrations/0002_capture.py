"""The capture page's links, the hashes of pictures seen before, and the hold after a re-binding.

Written by hand: the generator of tortoise-orm 1.1.9 would drop and add every primary key that is
not generated.
"""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("storage", "0001_initial")]

    initial = False

    operations = [
        ops.CreateModel(
            name="CaptureLink",
            fields=[
                (
                    "digest",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                ("account_id", fields.IntField(db_index=True)),
                ("expires_at", fields.DatetimeField()),
                ("redeemed_at", fields.DatetimeField(null=True)),
            ],
            options={"table": "capturelink", "app": "storage", "pk_attr": "digest"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Fingerprint",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("account_id", fields.IntField(db_index=True)),
                ("physician_id", fields.IntField(db_index=True)),
                ("sealed", fields.BinaryField()),
                ("at", fields.DatetimeField()),
            ],
            options={"table": "fingerprint", "app": "storage", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Account", name="held_until", field=fields.DatetimeField(null=True)
        ),
    ]
