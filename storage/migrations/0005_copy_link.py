"""One-time links to a copy of the own data."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("storage", "0004_template")]

    initial = False

    operations = [
        ops.CreateModel(
            name="CopyLink",
            fields=[
                (
                    "digest",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                ("account_id", fields.IntField(db_index=True)),
                ("expires_at", fields.DatetimeField()),
                ("redeemed_at", fields.DatetimeField(null=True)),
            ],
            options={"table": "copylink", "app": "storage", "pk_attr": "digest"},
            bases=["Model"],
        ),
    ]
