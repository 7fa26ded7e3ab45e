"""The ledger of answered questions, and who wants to hear of new policy."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


def _number() -> fields.IntField:
    return fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)


class Migration(migrations.Migration):
    dependencies = [("storage", "0002_capture")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AnsweredQuestion",
            fields=[
                ("id", _number()),
                ("account_id", fields.IntField(db_index=True)),
                ("at", fields.DatetimeField(db_index=True)),
                ("kind", fields.CharField(max_length=24)),
                ("question_index", fields.CharField(max_length=64, db_index=True)),
                ("sealed", fields.BinaryField(null=True)),
                ("judgement", fields.CharField(max_length=8, default="")),
                ("task_id", fields.IntField(null=True)),
                ("rechecked_at", fields.DatetimeField(null=True)),
            ],
            options={"table": "answeredquestion", "app": "storage", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="QuotedArticle",
            fields=[
                ("id", _number()),
                ("answer_id", fields.IntField(db_index=True)),
                ("document", fields.CharField(max_length=200)),
                ("article", fields.CharField(max_length=40)),
                ("version", fields.CharField(max_length=32)),
            ],
            options={"table": "quotedarticle", "app": "storage", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Subscription",
            fields=[
                (
                    "account_id",
                    fields.IntField(generated=False, primary_key=True, unique=True, db_index=True),
                ),
                ("since", fields.DatetimeField()),
            ],
            options={"table": "subscription", "app": "storage", "pk_attr": "account_id"},
            bases=["Model"],
        ),
    ]
