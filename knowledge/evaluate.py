"""How well a base answers a file of questions with known answers."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from knowledge.base import KnowledgeBase
from knowledge.reply import Refusal

EVERY = "all"


class Expected(BaseModel):
    """An article that answers; `law` is a document's name."""

    law: str
    article: int | str


class Question(BaseModel):
    """A question with every article that answers it; none means that it must be refused."""

    q: str
    lang: str = ""
    answers: list[Expected] = []


class Result(BaseModel):
    """What became of one question; `rank` is that of the first right article, from 0."""

    question: Question
    refused: bool
    rank: int | None


class Tally(BaseModel):
    """Shares over the questions of one language, and over all of them."""

    language: str
    answerable: int
    first: float
    in_five: float
    answerable_refused: float
    unanswerable: int
    unanswerable_refused: float


def read(file: Path) -> list[Question]:
    """Return the questions of a JSON Lines file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [Question.model_validate(json.loads(line)) for line in lines if line.strip()]


def results(base: KnowledgeBase, questions: Iterable[Question], today: date) -> Iterator[Result]:
    """Ask every question and yield what became of it."""
    for question in questions:
        reply = base.ask(question.q, today=today)
        right = {(each.law, str(each.article)) for each in question.answers}
        found = [(each.document, each.article) for each in reply.candidates]
        rank = next((at for at, each in enumerate(found) if each in right), None)
        yield Result(question=question, refused=isinstance(reply, Refusal), rank=rank)


def tallies(found: Iterable[Result]) -> list[Tally]:
    """Return the shares for each language and for all."""
    groups: dict[str, list[Result]] = {EVERY: []}
    for result in found:
        groups[EVERY].append(result)
        groups.setdefault(result.question.lang, []).append(result)
    return [_tally(language, group) for language, group in groups.items()]


def _tally(language: str, group: list[Result]) -> Tally:
    open_ = [result for result in group if result.question.answers]
    closed = [result for result in group if not result.question.answers]
    return Tally(
        language=language,
        answerable=len(open_),
        first=_share(result.rank == 0 for result in open_),
        in_five=_share(result.rank is not None and result.rank < 5 for result in open_),
        answerable_refused=_share(result.refused for result in open_),
        unanswerable=len(closed),
        unanswerable_refused=_share(result.refused for result in closed),
    )


def _share(outcomes: Iterable[bool]) -> float:
    counted = list(outcomes)
    return round(sum(counted) / len(counted), 4) if counted else 0.0
