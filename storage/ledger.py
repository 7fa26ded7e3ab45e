"""The ledger of policy questions: what was replied, what was quoted, and what people thought."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from registry.frozen import Frozen
from storage.conversations import subject
from storage.database import Unit
from storage.ledger_rows import AnsweredQuestion, QuotedArticle, Subscription
from storage.models import Task
from storage.tasks import Question, TaskKind, TaskState, open_task
from storage.vault import Unreadable, Vault

# So many questions of one person may wait for officers at a time.
MOST_OPEN = 10
# The text of a question is shown only when so many different people asked it.
FEWEST_ASKERS = 5
# Whose questions those of erased people become; no account has this number.
NOBODY = 0


class Judgement(StrEnum):
    """What the asker thought of an answer."""

    USEFUL = "useful"
    USELESS = "useless"


class PassedOn(StrEnum):
    """What became of a question that officers should see."""

    OPENED = "opened"
    ALREADY = "already"
    NO_TEXT = "no_text"
    TOO_MANY = "too_many"


class Quoted(NamedTuple):
    """An article as it was quoted; `version` tells one text of it from another.

    The version is empty where nobody need hear of a change: our guides, texts of former times.
    """

    document: str
    article: str
    version: str


class Entry(Frozen):
    """One reply of the ledger; `question` is None where it was not kept or its person is gone."""

    id: int
    account_id: int
    at: datetime
    question: str | None
    judgement: str


async def keep(
    unit: Unit,
    vault: Vault,
    account_id: int,
    kind: str,
    question: str | None,
    quoted: Sequence[Quoted] = (),
) -> int:
    """Note a reply; `question` is None when its text must not be kept. Returns its number."""
    row = await AnsweredQuestion.create(
        account_id=account_id,
        at=unit.now,
        kind=kind,
        question_index=index(vault, question) if question else "",
    )
    if question:
        await vault.load(subject(account_id))
        row.sealed = vault.seal(subject(account_id), f"answered:{row.id}", question.encode())
        await row.save(update_fields=["sealed"])
    await _quote(row.id, quoted)
    return row.id


async def judge(unit: Unit, account_id: int, number: int, judgement: Judgement) -> bool:
    """Keep what the asker thought; False if this reply is not this person's."""
    changed = await AnsweredQuestion.filter(id=number, account_id=account_id).update(
        judgement=judgement.value
    )
    if changed:
        who = subject(account_id)
        unit.audit(who, "answer.judged", f"answered:{number}", judgement=judgement.value)
    return bool(changed)


async def pass_on(unit: Unit, vault: Vault, number: int, why: str, region: str) -> PassedOn:
    """Let an officer see the question of a reply, once for each person and question."""
    row = await AnsweredQuestion.get(id=number)
    entry = await _entry(vault, row)
    if entry.question is None:
        return PassedOn.NO_TEXT
    same = AnsweredQuestion.filter(account_id=row.account_id, question_index=row.question_index)
    if await same.filter(task_id__isnull=False).exists():
        return PassedOn.ALREADY
    waiting = Task.filter(
        account_id=row.account_id, kind=TaskKind.QUESTION.value, state=TaskState.OPEN.value
    )
    if await waiting.count() >= MOST_OPEN:
        return PassedOn.TOO_MANY
    detail = Question(text=entry.question, why=why, answer=number)
    row.task_id = await open_task(unit, vault, row.account_id, detail, None, region)
    await row.save(update_fields=["task_id"])
    return PassedOn.OPENED


async def entry(vault: Vault, number: int) -> Entry | None:
    """One reply, None if there is none of that number."""
    row = await AnsweredQuestion.get_or_none(id=number)
    return await _entry(vault, row) if row else None


async def quoted_by(number: int) -> tuple[Quoted, ...]:
    """The articles that a reply quoted."""
    rows = await QuotedArticle.filter(answer_id=number).order_by("id")
    return tuple(Quoted(row.document, row.article, row.version) for row in rows)


async def quoted_since(since: datetime) -> dict[Quoted, tuple[int, ...]]:
    """What replies since a moment quoted and watch, each with the numbers of those replies."""
    # Numbers grow with time, so one bound does for a list that may outgrow what a query takes.
    first = await AnsweredQuestion.filter(at__gte=since).order_by("id").first()
    if first is None:
        return {}
    found: dict[Quoted, tuple[int, ...]] = {}
    for row in await QuotedArticle.filter(answer_id__gte=first.id).exclude(version=""):
        key = Quoted(row.document, row.article, row.version)
        found[key] = (*found.get(key, ()), row.answer_id)
    return found


async def requote(unit: Unit, number: int, quoted: Sequence[Quoted]) -> None:
    """A reply was asked again: from now on it stands for these articles."""
    await QuotedArticle.filter(answer_id=number).delete()
    await _quote(number, quoted)
    await AnsweredQuestion.filter(id=number).update(rechecked_at=unit.now)


async def _quote(number: int, quoted: Sequence[Quoted]) -> None:
    await QuotedArticle.bulk_create(
        QuotedArticle(answer_id=number, **one._asdict()) for one in dict.fromkeys(quoted)
    )


async def forget(account_id: int) -> None:
    """Keep of an erased person's questions only that they were asked; to be called by erasure."""
    await AnsweredQuestion.filter(account_id=account_id).update(
        account_id=NOBODY, sealed=None, question_index="", task_id=None
    )
    await Subscription.filter(account_id=account_id).delete()


def index(vault: Vault, question: str) -> str:
    """The blind index of a question: the same for other spacing, width, case and marks."""
    folded = unicodedata.normalize("NFKC", question).casefold()
    return vault.index("question", "".join(char for char in folded if char.isalnum()))


class ArticleCount(NamedTuple):
    """How often an article was quoted, and how its readers judged."""

    document: str
    article: str
    replies: int
    useful: int
    useless: int


class QuestionCount(NamedTuple):
    """A question that many asked, with how many people."""

    text: str
    askers: int


class Asked(NamedTuple):
    """What was asked in a period: replies by kind, articles by use, questions of many."""

    kinds: dict[str, int]
    useful: int
    useless: int
    articles: tuple[ArticleCount, ...]
    questions: tuple[QuestionCount, ...]


async def asked(vault: Vault, since: datetime, limit: int = 30) -> Asked:
    """Count what was asked since a moment; the text of a question only where many asked it."""
    rows = await AnsweredQuestion.filter(at__gte=since)
    judged = Counter(row.judgement for row in rows)
    return Asked(
        kinds=dict(Counter(row.kind for row in rows).most_common()),
        useful=judged[Judgement.USEFUL],
        useless=judged[Judgement.USELESS],
        articles=tuple((await _articles(rows))[:limit]),
        questions=tuple((await _questions(vault, rows))[:limit]),
    )


async def _articles(rows: Sequence[AnsweredQuestion]) -> list[ArticleCount]:
    judgements = {row.id: row.judgement for row in rows}
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in await QuotedArticle.filter(answer_id__gte=min(judgements, default=0)):
        if row.answer_id in judgements:
            counted = counts.setdefault((row.document, row.article), Counter())
            counted[judgements[row.answer_id]] += 1
    found = [
        ArticleCount(*key, n.total(), n[Judgement.USEFUL], n[Judgement.USELESS])
        for key, n in counts.items()
    ]
    return sorted(found, key=lambda one: (-one.replies, one.document, one.article))


async def _questions(vault: Vault, rows: Sequence[AnsweredQuestion]) -> list[QuestionCount]:
    askers: dict[str, dict[int, AnsweredQuestion]] = {}
    for row in rows:
        if row.question_index:
            askers.setdefault(row.question_index, {})[row.account_id] = row
    found = []
    for people in askers.values():
        if len(people) < FEWEST_ASKERS:
            continue
        texts = [await _text(vault, row) for row in people.values()]
        text = next((text for text in texts if text), None)
        if text:
            found.append(QuestionCount(text, len(people)))
    return sorted(found, key=lambda one: -one.askers)


async def _entry(vault: Vault, row: AnsweredQuestion) -> Entry:
    return Entry(
        id=row.id,
        account_id=row.account_id,
        at=row.at,
        question=await _text(vault, row),
        judgement=row.judgement,
    )


async def _text(vault: Vault, row: AnsweredQuestion) -> str | None:
    if row.sealed is None:
        return None
    owner = subject(row.account_id)
    try:
        await vault.load(owner)
        return vault.unseal(owner, f"answered:{row.id}", bytes(row.sealed)).decode()
    except Unreadable:
        return None
