"""The tables. Field names are those of the register and of the JSON.

A `sealed` column holds AES-256-GCM ciphertext under the key of the person it is about
(`storage.vault`); erasing the key erases every copy of it, backups included.

No semicolon in a docstring here: it becomes the table's comment, and tortoise-orm 1.1.9 splits
migration statements at every semicolon.
"""

from typing import Any

from tortoise import fields
from tortoise.models import Model


class DataKey(Model):
    """The key of one person (`account:7`, `physician:12`), wrapped by the deployment's key."""

    subject = fields.CharField(primary_key=True, max_length=64)
    wrapped = fields.BinaryField()
    created_at = fields.DatetimeField(auto_now_add=True)


class Institution(Model):
    """An institution of the register."""

    code = fields.CharField(primary_key=True, max_length=22)
    credit_code = fields.CharField(max_length=18, null=True)
    name = fields.CharField(max_length=120)
    name_en = fields.CharField(max_length=160, null=True)
    aliases: fields.Field[list[str]] = fields.JSONField(default=list)
    former_names: fields.Field[list[str]] = fields.JSONField(default=list)
    kind = fields.CharField(max_length=24)
    grade = fields.CharField(max_length=24)
    region = fields.CharField(max_length=6, db_index=True)
    address = fields.CharField(max_length=200, default="")
    authority = fields.CharField(max_length=12)
    consortium = fields.CharField(max_length=64, null=True)
    opened_on = fields.DateField(null=True)
    closed_on = fields.DateField(null=True)


class Physician(Model):
    """A record of the register, numbers that identify a person are sealed, with a blind index."""

    id = fields.IntField(primary_key=True, generated=False)
    name = fields.CharField(max_length=80, db_index=True)
    former_names: fields.Field[list[str]] = fields.JSONField(default=list)
    sex = fields.CharField(max_length=8)
    birth_date = fields.DateField()
    id_number = fields.BinaryField()
    id_number_index = fields.CharField(max_length=64, db_index=True)
    qualification_number = fields.BinaryField(null=True)
    qualification_index = fields.CharField(max_length=64, null=True, db_index=True)
    qualified_on = fields.DateField(null=True)
    practice_number = fields.CharField(max_length=15, null=True, db_index=True)
    level = fields.CharField(max_length=12)
    category = fields.CharField(max_length=16)
    scopes: fields.Field[list[str]] = fields.JSONField(default=list)
    title = fields.CharField(max_length=32)
    degree = fields.CharField(max_length=32, null=True)
    school = fields.CharField(max_length=120, null=True)
    department = fields.CharField(max_length=64, null=True)
    phone = fields.BinaryField(null=True)
    email = fields.BinaryField(null=True)
    institution: fields.ForeignKeyNullableRelation[Institution] = fields.ForeignKeyField(
        "storage.Institution", null=True, related_name="physicians", on_delete=fields.RESTRICT
    )
    registration_state = fields.CharField(max_length=16)
    registered_on = fields.DateField(null=True)
    attested_on = fields.DateField(null=True, db_index=True)
    last_practised_on = fields.DateField(null=True)
    photo_confirmed_on = fields.DateField(null=True)
    photo_blob = fields.CharField(max_length=64, null=True)
    account_state = fields.CharField(max_length=12)
    revision = fields.IntField(default=0)

    institution_id: str | None


class Filing(Model):
    """A further institution of one physician."""

    id = fields.IntField(primary_key=True)
    physician: fields.ForeignKeyRelation[Physician] = fields.ForeignKeyField(
        "storage.Physician", related_name="filings", on_delete=fields.CASCADE
    )
    institution: fields.ForeignKeyRelation[Institution] = fields.ForeignKeyField(
        "storage.Institution", related_name="filings", on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=12)
    starts_on = fields.DateField()
    ends_on = fields.DateField(null=True)


class FieldConfirmation(Model):
    """When the physician last said that one field is right, and a keyed digest of what it said."""

    id = fields.IntField(primary_key=True)
    physician_id = fields.IntField()
    field = fields.CharField(max_length=40)
    digest = fields.CharField(max_length=64)
    confirmed_on = fields.DateField()

    class Meta:
        unique_together = (("physician_id", "field"),)


class Account(Model):
    """One chat identity on one channel, not yet a physician until bound."""

    id = fields.IntField(primary_key=True)
    channel = fields.CharField(max_length=16)
    external_id = fields.CharField(max_length=96)
    lang = fields.CharField(max_length=2)
    timezone = fields.CharField(max_length=40, default="Asia/Shanghai")
    physician_id = fields.IntField(null=True, db_index=True)
    bound_at = fields.DatetimeField(null=True)
    held_until = fields.DatetimeField(null=True)
    failed_binds = fields.IntField(default=0)
    bind_locked_until = fields.DatetimeField(null=True)
    verified_at = fields.DatetimeField(null=True)
    handed_over = fields.BooleanField(default=False)
    face_consent = fields.BooleanField(default=False)
    bad_photos = fields.IntField(default=0)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        unique_together = (("channel", "external_id"),)


class Session(Model):
    """The state of one conversation, sealed."""

    account_id = fields.IntField(primary_key=True, generated=False)
    turn = fields.IntField()
    sealed = fields.BinaryField()
    updated_at = fields.DatetimeField()


class Delivery(Model):
    """A delivery that was taken, its id refuses the repeat."""

    id = fields.CharField(primary_key=True, max_length=160)
    line_id = fields.BigIntField()
    created_at = fields.DatetimeField(db_index=True)


class Line(Model):
    """One line of a conversation, and the outbox: what is `due` is still to be sent."""

    id = fields.BigIntField(primary_key=True, generated=False)
    account_id = fields.IntField(db_index=True)
    direction = fields.CharField(max_length=8)
    sealed = fields.BinaryField()
    created_at = fields.DatetimeField()
    state = fields.CharField(max_length=8)
    attempts = fields.IntField(default=0)
    due_at = fields.DatetimeField(null=True)
    platform_id = fields.CharField(max_length=64, null=True)

    class Meta:
        indexes = (("state", "due_at"),)


class Job(Model):
    """Work that outlives its turn, claimed by one worker until `due_at`."""

    id = fields.BigIntField(primary_key=True, generated=False)
    account_id = fields.IntField()
    kind = fields.CharField(max_length=16)
    sealed = fields.BinaryField()
    state = fields.CharField(max_length=8)
    attempts = fields.IntField(default=0)
    due_at = fields.DatetimeField()
    created_at = fields.DatetimeField()

    class Meta:
        indexes = (("state", "due_at"),)


class AuditEntry(Model):
    """One act, chained to the one before by its digest. Never any personal data."""

    seq = fields.BigIntField(primary_key=True, generated=False)
    at = fields.CharField(max_length=32)
    actor = fields.CharField(max_length=48)
    action = fields.CharField(max_length=48)
    subject = fields.CharField(max_length=64)
    detail = fields.TextField()
    digest = fields.CharField(max_length=64)


class Head(Model):
    """The one row every unit of work touches first: it makes writers wait for each other.

    So line and audit numbers rise in the order of the commits, on SQLite and on PostgreSQL.
    """

    id = fields.IntField(primary_key=True, generated=False)
    audit_seq = fields.BigIntField()
    audit_digest = fields.CharField(max_length=64)
    line_id = fields.BigIntField()
    job_id = fields.BigIntField()


class Blob(Model):
    """A file kept on disk, sealed, `expires_at` is when it must be gone at the latest."""

    id = fields.CharField(primary_key=True, max_length=64)
    subject = fields.CharField(max_length=64)
    media = fields.CharField(max_length=12)
    content_type = fields.CharField(max_length=64)
    size = fields.IntField()
    sha256 = fields.CharField(max_length=64)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)


class Consent(Model):
    """A consent given and perhaps withdrawn, with the version of the text that was shown."""

    id = fields.IntField(primary_key=True)
    account_id = fields.IntField(db_index=True)
    kind = fields.CharField(max_length=24)
    version = fields.CharField(max_length=16)
    channel = fields.CharField(max_length=16)
    given_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)


class Verification(Model):
    """One dated check that the person at the other end is the physician, the biometric receipt."""

    id = fields.IntField(primary_key=True)
    account_id = fields.IntField(db_index=True)
    physician_id = fields.IntField(db_index=True)
    method = fields.CharField(max_length=12)
    verdict = fields.CharField(max_length=12)
    engine = fields.CharField(max_length=80, default="")
    officer_id = fields.IntField(null=True)
    at = fields.DatetimeField()
    deleted_at = fields.DatetimeField(null=True)


class CaptureLink(Model):
    """A one-time link to the capture page, only the digest of its secret is kept."""

    digest = fields.CharField(primary_key=True, max_length=64)
    account_id = fields.IntField(db_index=True)
    expires_at = fields.DatetimeField()
    redeemed_at = fields.DatetimeField(null=True)


class Fingerprint(Model):
    """Hashes of a picture that was compared once, sealed, so that it is not taken a second time."""

    id = fields.IntField(primary_key=True)
    account_id = fields.IntField(db_index=True)
    physician_id = fields.IntField(db_index=True)
    sealed = fields.BinaryField()
    at = fields.DatetimeField()


class Application(Model):
    """One numbered application, `before` and `after` are the fields that approval changes.

    `standing` is the whole `registry.application.Standing`, the state columns repeat it for
    queries. `region` is the area (2, 4 or 6 digits) of the authority that decides.
    """

    id = fields.IntField(primary_key=True)
    number = fields.CharField(max_length=20, unique=True)
    service = fields.CharField(max_length=40)
    physician: fields.ForeignKeyRelation[Physician] = fields.ForeignKeyField(
        "storage.Physician", related_name="applications", on_delete=fields.RESTRICT
    )
    account_id = fields.IntField()
    old_institution_id = fields.CharField(max_length=22, null=True, db_index=True)
    institution_id = fields.CharField(max_length=22, db_index=True)
    region = fields.CharField(max_length=6, db_index=True)
    state = fields.CharField(max_length=16, db_index=True)
    institution_state = fields.CharField(max_length=16)
    authority_state = fields.CharField(max_length=16)
    old_institution_state = fields.CharField(max_length=16)
    answers: fields.Field[dict[str, Any]] = fields.JSONField()
    before: fields.Field[dict[str, Any]] = fields.JSONField()
    after: fields.Field[dict[str, Any]] = fields.JSONField()
    documents: fields.Field[list[str]] = fields.JSONField(default=list)
    digest = fields.CharField(max_length=64)
    standing: fields.Field[dict[str, Any]] = fields.JSONField()
    submitted_at = fields.DatetimeField()
    decided_at = fields.DatetimeField(null=True)
    deadline = fields.DateField(null=True)
    revision = fields.IntField(default=0)

    physician_id: int


class ApplicationStep(Model):
    """One act on an application: by whom, when, why. Only ever added."""

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        "storage.Application", related_name="steps", on_delete=fields.CASCADE
    )
    at = fields.DatetimeField()
    actor = fields.CharField(max_length=20)
    officer_id = fields.IntField(null=True)
    body_name = fields.CharField(max_length=120, default="")
    action = fields.CharField(max_length=24)
    reason = fields.TextField(default="")

    application_id: int


class Task(Model):
    """What a clerk or officer must look at: an objection, a check, a photo, a question."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=24, db_index=True)
    account_id = fields.IntField(null=True)
    physician_id = fields.IntField(null=True)
    institution_id = fields.CharField(max_length=22, null=True, db_index=True)
    region = fields.CharField(max_length=6, db_index=True)
    sealed = fields.BinaryField()
    state = fields.CharField(max_length=12, db_index=True)
    opened_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)
    officer_id = fields.IntField(null=True)
    outcome = fields.CharField(max_length=16, default="")
    reason = fields.TextField(default="")


class Officer(Model):
    """A person who works in the console: a clerk of one institution or an officer of a region."""

    id = fields.IntField(primary_key=True)
    login = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=80)
    password = fields.CharField(max_length=160)
    role = fields.CharField(max_length=8)
    institution_id = fields.CharField(max_length=22, null=True)
    region = fields.CharField(max_length=6)
    physician_id = fields.IntField(null=True)
    failed_logins = fields.IntField(default=0)
    locked_until = fields.DatetimeField(null=True)


class OfficerSession(Model):
    """A signed-in browser, only the digest of its secret is kept."""

    digest = fields.CharField(primary_key=True, max_length=64)
    officer: fields.ForeignKeyRelation[Officer] = fields.ForeignKeyField(
        "storage.Officer", related_name="sessions", on_delete=fields.CASCADE
    )
    csrf = fields.CharField(max_length=64)
    lang = fields.CharField(max_length=2, default="zh")
    created_at = fields.DatetimeField()
    seen_at = fields.DatetimeField()

    officer_id: int


class Notice(Model):
    """One reminder of one rule for one due date, the unique key makes it happen once."""

    id = fields.IntField(primary_key=True)
    physician_id = fields.IntField()
    rule = fields.CharField(max_length=40)
    due_on = fields.DateField()
    stage = fields.IntField()
    send_at = fields.DatetimeField(db_index=True)
    state = fields.CharField(max_length=12)
    line_id = fields.BigIntField(null=True)

    class Meta:
        unique_together = (("physician_id", "rule", "due_on", "stage"),)


class StoppedReminder(Model):
    """A kind of reminder that a physician does not want."""

    id = fields.IntField(primary_key=True)
    physician_id = fields.IntField()
    rule = fields.CharField(max_length=40)

    class Meta:
        unique_together = (("physician_id", "rule"),)


class Counter(Model):
    """The last number given out of one sequence, such as receipts of a year."""

    name = fields.CharField(primary_key=True, max_length=40)
    value = fields.IntField()
