"""The job that looks a question up."""

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any

from bot import guides
from bot.gateway import Before
from bot.turn import Turn
from storage import accounts
from storage.jobs import Claimed

if TYPE_CHECKING:
    from bot.app import App
    from knowledge.base import KnowledgeBase
    from knowledge.reply import Citation, Reply


async def answer(app: "App", job: Claimed) -> Before:
    """Ask the knowledge base in a thread; the result is what the core is told."""
    from knowledge.reply import Topic

    question = str(job.payload["question"])
    earlier = str(job.payload.get("topic") or "")
    reply = await asyncio.to_thread(
        app.knowledge.ask,
        question,
        topic=Topic(question=earlier) if earlier else None,
        today=date.today(),
    )
    lang = await accounts.language_of(job.account_id)
    result = await asyncio.to_thread(told, app.knowledge, reply, lang)

    async def before(turn: Turn) -> dict[str, Any]:
        turn.unit.audit(turn.subject, "question.answered", turn.subject, kind=result["kind"])
        return result

    return before


async def give_up(app: "App", job: Claimed) -> Before:
    """The knowledge base cannot be read: say so, and offer to pass the question on."""

    async def before(turn: Turn) -> dict[str, Any]:
        turn.unit.audit(turn.subject, "question.unanswered", turn.subject)
        return {"kind": "unavailable"}

    return before


def told(knowledge: "KnowledgeBase", reply: "Reply", lang: str) -> dict[str, Any]:
    """What the conversation needs of a reply."""
    common = {"patient_details": reply.patient_details}
    params = {"as_of": str(reply.as_of)}
    if reply.type == "refusal":
        return common | {"kind": reply.kind.value, "params": params | {"law": reply.law or ""}}
    citations = [
        _guide(knowledge, one, lang) if guides.is_guide(one.document) else _article(one)
        for one in reply.citations
    ]
    kind = "guide" if all(one["currency"] == "guide" for one in citations) else reply.type
    return common | {"kind": kind, "params": params, "citations": citations}


def _article(citation: "Citation") -> dict[str, Any]:
    return {
        "document": citation.document,
        "article": citation.article,
        "law": citation.law,
        "label": citation.label,
        "lines": citation.lines,
        "in_force": str(citation.in_force_from or ""),
        "currency": citation.currency.value,
        "since": str(citation.since or ""),
    }


def _guide(knowledge: "KnowledgeBase", citation: "Citation", lang: str) -> dict[str, Any]:
    """A section of our own guide, in the person's language where the guide is there in it."""
    document = guides.in_language(citation.document, lang)
    section = knowledge.article(document, citation.article, date.today())
    found = _article(citation) | {"in_force": "", "since": "", "currency": "guide"}
    if section is None or document == citation.document:
        return found
    return found | {
        "document": document,
        "law": section.law,
        "label": section.label,
        "lines": section.lines,
    }
