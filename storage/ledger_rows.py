"""The tables of the ledger: questions that were answered, what was quoted, who wants news.

No semicolon in a docstring here, see `storage.models`.
"""

from tortoise import fields
from tortoise.models import Model


class AnsweredQuestion(Model):
    """A policy question with how it was replied to, sealed, and found again by a blind index."""

    id = fields.IntField(primary_key=True)
    account_id = fields.IntField(db_index=True)
    at = fields.DatetimeField(db_index=True)
    kind = fields.CharField(max_length=24)
    question_index = fields.CharField(max_length=64, db_index=True)
    sealed = fields.BinaryField(null=True)
    judgement = fields.CharField(max_length=8, default="")
    task_id = fields.IntField(null=True)
    rechecked_at = fields.DatetimeField(null=True)


class QuotedArticle(Model):
    """An article that a reply quoted, in the version that was in force then."""

    id = fields.IntField(primary_key=True)
    answer_id = fields.IntField(db_index=True)
    document = fields.CharField(max_length=200)
    article = fields.CharField(max_length=40)
    version = fields.CharField(max_length=32)


class Subscription(Model):
    """An account that wants to hear of new policy that touches its physician."""

    account_id = fields.IntField(primary_key=True, generated=False)
    since = fields.DatetimeField()
