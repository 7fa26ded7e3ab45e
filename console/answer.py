"""What an officer's answer gives to the knowledge base: articles confirmed, an entry published."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import replies
from console.visit import Visit
from console.words import today
from knowledge.reply import Candidate
from storage.tasks import Question, StoredTask

LISTED = 8
SEPARATOR = "|"


async def near(visit: Visit, question: Question) -> list[Candidate]:
    """The articles nearest to a question, for the officer to pick from."""
    search = visit.program.knowledge.search
    return await asyncio.to_thread(search, question.text, LISTED, as_of=today())


async def learn(visit: Visit, task: StoredTask, text: str) -> None:
    """Keep what the officer ticked; nothing is confirmed or published unasked."""
    if not isinstance(task.detail, Question):
        return
    # The base is not sealed by person: what it keeps is the wording that the officer gave it.
    question = visit.typed("asked_as") or task.detail.text
    articles = await _ticked(visit)
    if articles:
        confirm = visit.program.knowledge.confirm
        await asyncio.to_thread(confirm, question, articles, today())
        named = [SEPARATOR.join(one) for one in articles]
        await visit.note("answer_confirmed", f"task:{task.id}", articles=named)
    if visit.typed("publish"):
        entry = replies.markdown(question, text, _office(visit), today())
        await asyncio.to_thread(_publish, visit, replies.name(task.id), entry)
        await visit.note("answer_published", f"task:{task.id}")


async def _ticked(visit: Visit) -> list[tuple[str, str]]:
    """The articles that were ticked and are there."""
    knowledge, found = visit.program.knowledge, []
    for value in visit.form.getall("article", []):
        document, _, article = value.rpartition(SEPARATOR)
        if await asyncio.to_thread(knowledge.article, document, article, today()):
            found.append((document, article))
    return found


def _publish(visit: Visit, name: str, entry: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_text(entry, "utf-8")
        visit.program.knowledge.add([file])


def _office(visit: Visit) -> str:
    from console.pages import words

    return words(visit.lang).body(visit.desk.region)
