"""The tables of what a person alone decides about.

No semicolon in a docstring here, see `storage.models`.
"""

from tortoise import fields
from tortoise.models import Model


class Template(Model):
    """Vectors of one verified probe, rotated and sealed, kept by a consent of their own."""

    id = fields.IntField(primary_key=True)
    account_id = fields.IntField(db_index=True)
    physician_id = fields.IntField(db_index=True)
    engine = fields.CharField(max_length=80)
    version = fields.CharField(max_length=16)
    sealed = fields.BinaryField()
    at = fields.DatetimeField()
    until = fields.DatetimeField(db_index=True)


class CopyLink(Model):
    """A one-time link to a copy of the own data, only the digest of its secret is kept."""

    digest = fields.CharField(primary_key=True, max_length=64)
    account_id = fields.IntField(db_index=True)
    expires_at = fields.DatetimeField()
    redeemed_at = fields.DatetimeField(null=True)
