"""Everything that is kept of a person, as plain data: the copy that the person has a right to.

Not in it: keys, digests and hashes, the vectors of a template, who in an office did what, and the
audit chain, whose entries are the acts that are listed here once more.
"""

import json
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from registry.physician import Physician as PhysicianRecord
from registry.term import Term
from storage import fingerprints, register, templates
from storage.conversations import subject
from storage.ledger_rows import AnsweredQuestion, QuotedArticle, Subscription
from storage.models import (
    Account,
    Application,
    ApplicationStep,
    Blob,
    Consent,
    FieldConfirmation,
    Filing,
    Fingerprint,
    Job,
    Notice,
    Session,
    StoppedReminder,
    Task,
    Verification,
)
from storage.practice_file import department_name, scope_name
from storage.tasks import detail_of, pictures_of
from storage.vault import Vault

Record = dict[str, Any]
Sections = dict[str, list[Record]]


class Whose(NamedTuple):
    """Of whom the copy is; `physician_id` is None for an account that is bound to nobody."""

    vault: Vault
    account_id: int
    physician_id: int | None
    lang: str


async def of_account(vault: Vault, account_id: int, lang: str) -> Sections:
    """All sections that hold anything, in the order in which they are read."""
    account = await Account.get(id=account_id)
    whose = Whose(vault, account_id, account.physician_id, lang)
    await vault.load(subject(account_id))
    found = {name: await section(whose) for name, section in _SECTIONS.items()}
    return {name: records for name, records in found.items() if records}


async def _account(whose: Whose) -> list[Record]:
    account = await Account.get(id=whose.account_id)
    names = (
        *("channel", "external_id", "lang", "timezone", "created_at", "bound_at", "verified_at"),
        *("held_until", "handed_over", "face_consent", "failed_binds", "bad_photos"),
    )
    return [{"account": account.id} | {name: getattr(account, name) for name in names}]


async def _register(whose: Whose) -> list[Record]:
    if whose.physician_id is None:
        return []
    record = await register.record(whose.vault, whose.physician_id)
    return [await _in_words(record, whose.lang)]


async def _in_words(record: PhysicianRecord, lang: str) -> Record:
    """The record as people read it: terms, places and departments by name."""
    place = await register.main_institution(record.id)
    return {
        name: value.in_language(lang) if isinstance(value, Term) else value
        for name, value in vars(record).items()
    } | {
        "scopes": [scope_name(code, lang) for code in record.scopes],
        "department": department_name(record.department or "", lang),
        "institution_code": place.name if place else "",
    }


async def _filings(whose: Whose) -> list[Record]:
    rows = await Filing.filter(physician_id=whose.physician_id).prefetch_related("institution")
    return [
        {"institution": row.institution.name, **_picked(row, "kind", "starts_on", "ends_on")}
        for row in rows
    ]


async def _confirmations(whose: Whose) -> list[Record]:
    rows = await FieldConfirmation.filter(physician_id=whose.physician_id).order_by("id")
    return [_picked(row, "field", "confirmed_on") for row in rows]


async def _consents(whose: Whose) -> list[Record]:
    rows = await Consent.filter(account_id=whose.account_id).order_by("id")
    return [_picked(row, "kind", "version", "channel", "given_at", "withdrawn_at") for row in rows]


async def _verifications(whose: Whose) -> list[Record]:
    """Of this account, as far as they are about the physician it is bound to now."""
    rows = await Verification.filter(
        account_id=whose.account_id, physician_id=whose.physician_id
    ).order_by("id")
    return [
        {"number": row.id, **_picked(row, "at", "method", "verdict", "engine", "deleted_at")}
        for row in rows
    ]


async def _template(whose: Whose) -> list[Record]:
    until = await templates.kept_until(whose.account_id)
    return [{"until": until}] if until else []


async def _fingerprints(whose: Whose) -> list[Record]:
    rows = await Fingerprint.filter(account_id=whose.account_id).order_by("id")
    return [{"at": row.at, "until": row.at + fingerprints.KEPT} for row in rows]


async def _applications(whose: Whose) -> list[Record]:
    rows = await Application.filter(physician_id=whose.physician_id).order_by("id")
    names = (
        *("number", "service", "state", "submitted_at", "decided_at", "deadline", "answers"),
        *("before", "after", "documents", "digest"),
    )
    return [_picked(row, *names) for row in rows]


async def _application_steps(whose: Whose) -> list[Record]:
    rows = await ApplicationStep.filter(
        application__physician_id=whose.physician_id
    ).prefetch_related("application")
    return [
        {"number": row.application.number}
        | _picked(row, "at", "actor", "body_name", "action", "reason")
        for row in sorted(rows, key=lambda row: row.id)
    ]


async def _drafts(whose: Whose) -> list[Record]:
    """The open form and those set aside, with what was typed into them."""
    row = await Session.get_or_none(account_id=whose.account_id)
    if row is None:
        return []
    owner = subject(whose.account_id)
    session = json.loads(whose.vault.unseal(owner, "session", bytes(row.sealed)))
    frames = [*session.get("stack", ()), *session.get("paused", ())]
    return [
        {"service": frame["service"], "answers": frame["answers"]}
        for frame in frames
        if frame.get("answers")
    ]


async def _files(whose: Whose) -> list[Record]:
    owners = [subject(whose.account_id)]
    if whose.physician_id is not None:
        owners.append(register.subject(whose.physician_id))
    rows = await Blob.filter(subject__in=owners).order_by("created_at")
    return [
        {"file": row.id, **_picked(row, "content_type", "size", "created_at", "expires_at")}
        for row in rows
    ]


async def _tasks(whose: Whose) -> list[Record]:
    """What was asked of a hospital or an authority, and how it ended."""
    found = []
    for row in await Task.filter(account_id=whose.account_id).order_by("id"):
        detail = await detail_of(whose.vault, row)
        said = detail.model_dump(mode="json", exclude={"kind"}) if detail else {}
        files = list(pictures_of(detail))
        names = ("kind", "state", "opened_at", "closed_at", "outcome", "reason")
        found.append(_picked(row, *names) | {"content": said, "documents": files})
    return found


async def _questions(whose: Whose) -> list[Record]:
    found = []
    for row in await AnsweredQuestion.filter(account_id=whose.account_id).order_by("id"):
        owner, field = subject(whose.account_id), f"answered:{row.id}"
        text = whose.vault.unseal(owner, field, bytes(row.sealed)) if row.sealed else b""
        quoted = await QuotedArticle.filter(answer_id=row.id).order_by("id")
        found.append(
            _picked(row, "at", "kind", "judgement")
            | {"question": text.decode(), "quoted": [f"{q.document} {q.article}" for q in quoted]}
        )
    return found


async def _reminders(whose: Whose) -> list[Record]:
    rows = await Notice.filter(physician_id=whose.physician_id).order_by("id")
    return [_picked(row, "rule", "due_on", "send_at", "state") for row in rows]


async def _wishes(whose: Whose) -> list[Record]:
    """News that is wanted, and kinds of reminders that are not."""
    wanted = await Subscription.get_or_none(account_id=whose.account_id)
    stopped = await StoppedReminder.filter(physician_id=whose.physician_id)
    return [
        *([{"subscribed_since": wanted.since}] if wanted else ()),
        *({"stopped_reminder": row.rule} for row in stopped),
    ]


async def _work(whose: Whose) -> list[Record]:
    rows = await Job.filter(account_id=whose.account_id).order_by("id")
    return [_picked(row, "kind", "state", "created_at") for row in rows]


def _picked(row: Any, *names: str) -> Record:
    return {name: getattr(row, name) for name in names}


_SECTIONS: dict[str, Callable[[Whose], Coroutine[Any, Any, list[Record]]]] = {
    "account": _account,
    "register": _register,
    "filings": _filings,
    "confirmations": _confirmations,
    "consents": _consents,
    "verifications": _verifications,
    "template": _template,
    "fingerprints": _fingerprints,
    "applications": _applications,
    "application_steps": _application_steps,
    "drafts": _drafts,
    "files": _files,
    "tasks": _tasks,
    "questions": _questions,
    "reminders": _reminders,
    "wishes": _wishes,
    "work": _work,
}
SECTIONS = tuple(_SECTIONS)
