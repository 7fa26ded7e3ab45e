"""The job that looks a question up."""

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.gateway import Before
from bot.turn import Turn
from storage.jobs import Claimed

if TYPE_CHECKING:
    from bot.app import App
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
    result = told(reply)

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


def told(reply: "Reply") -> dict[str, Any]:
    """What the conversation needs of a reply."""
    common = {"patient_details": reply.patient_details}
    params = {"as_of": str(reply.as_of)}
    if reply.type == "refusal":
        return common | {"kind": reply.kind.value, "params": params | {"law": reply.law or ""}}
    return common | {
        "kind": reply.type,
        "params": params,
        "citations": [_citation(citation) for citation in reply.citations],
    }


def _citation(citation: "Citation") -> dict[str, Any]:
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
