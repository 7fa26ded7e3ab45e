"""The job that looks a question up."""

import asyncio
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from bot import guides, replies
from bot.calls import ledger as calls
from bot.gateway import Before
from bot.turn import Turn
from storage import accounts, ledger
from storage.jobs import Claimed
from storage.ledger import Quoted

if TYPE_CHECKING:
    from bot.app import App
    from knowledge.base import KnowledgeBase
    from knowledge.reply import Article, Citation, Reply


# Refusals that an officer should see; the others need no officer.
FOR_OFFICERS = frozenset({"not_in_base", "law_not_in_base", "no_such_article"})
# What was asked is kept for these; small talk and one's own case are nobody's business.
_KEPT = FOR_OFFICERS | {
    *("answer", "candidates", "guide", "guide_and_law", "reply", "unavailable"),
}


async def answer(app: "App", job: Claimed) -> Before:
    """Ask the knowledge base in a thread; the result is what the core is told."""
    lang = await accounts.language_of(job.account_id)
    topic = str(job.payload.get("topic") or "")
    found = await asyncio.to_thread(
        look_up, app.knowledge, str(job.payload["question"]), lang, topic
    )
    found.result["patient_details"] |= _had_details(job)

    async def before(turn: Turn) -> dict[str, Any]:
        return await _noted(turn, found)

    return before


async def give_up(app: "App", job: Claimed) -> Before:
    """The knowledge base cannot be read: say so, and offer to pass the question on."""
    question = str(job.payload["question"])
    result = {"kind": "unavailable", "patient_details": _had_details(job)}

    async def before(turn: Turn) -> dict[str, Any]:
        return await _noted(turn, Found(question, result))

    return before


def _had_details(job: Claimed) -> bool:
    """Whether a patient's details were taken out of the question before the job was made."""
    return bool(job.payload.get("patient_details"))


class Found(NamedTuple):
    """A question made whole, what the conversation is told, and the articles quoted."""

    question: str
    result: dict[str, Any]
    quoted: tuple[Quoted, ...] = ()


def look_up(knowledge: "KnowledgeBase", question: str, lang: str, earlier: str = "") -> Found:
    """Ask the knowledge base; `earlier` is the question that this one may follow up."""
    from knowledge.reply import Topic
    from knowledge.request import follows_up, with_topic

    topic = Topic(question=earlier) if earlier else None
    reply = knowledge.ask(question, topic=topic, today=date.today())
    result = told(knowledge, reply, lang, guides.answering(question))
    result["asked"] = question
    result["topic"] = earlier if topic and follows_up(question) else question
    quoted = [
        Quoted(*where, text_version(knowledge, *where))
        for one in result.get("citations", ())
        if (where := (one["document"], one["article"]))
    ]
    return Found(with_topic(question, topic), result, tuple(quoted))


def text_version(knowledge: "KnowledgeBase", document: str, article: str) -> str:
    """A digest of an article as it is now; empty where there is none, or it is not law in force."""
    if guides.is_guide(document) or replies.is_reply(document):
        return ""
    whole = knowledge.article(document, article, date.today())
    if whole is None or whole.currency in _FORMER:
        return ""
    return sha256("\n".join(whole.lines).encode()).hexdigest()[:32]


_FORMER = frozenset({"superseded", "repealed", "expired"})


async def _noted(turn: Turn, found: Found) -> dict[str, Any]:
    """Note the reply in the ledger; a question that the base cannot answer goes to an officer."""
    kind = found.result["kind"]
    keeps = kind in _KEPT and not found.result["patient_details"]
    number = await ledger.keep(
        turn.unit,
        turn.app.vault,
        turn.account_id,
        kind,
        found.question if keeps else None,
        found.quoted,
    )
    turn.unit.audit(turn.subject, "question.answered", f"answered:{number}", kind=kind)
    result = found.result | {"answer": number}
    if kind not in FOR_OFFICERS:
        return result
    return result | {"passed_on": await calls.pass_on(turn, number, calls.REFUSED)}


def told(
    knowledge: "KnowledgeBase", reply: "Reply", lang: str, guide: str | None = None
) -> dict[str, Any]:
    """What the conversation needs of a reply; `guide` is the guide that plainly answers."""
    params = {"as_of": str(reply.as_of)}
    common: dict[str, Any] = {"patient_details": reply.patient_details, "params": params}
    found = () if reply.type == "refusal" else reply.citations
    first = _opening(knowledge, found, guide, lang) if guide else None
    if reply.type == "refusal" and (first is None or reply.kind not in _GUIDE_HELPS):
        law = _law_in(lang, reply.law or "")
        return common | {"kind": reply.kind.value, "params": params | {"law": law}}
    rest = [one for one in found if first is None or not guides.is_guide(one.document)]
    citations = [first] if first else []
    citations += [_cited(knowledge, one, lang) for one in rest]
    return common | {"kind": _kind(reply.type, citations), "citations": citations}


def _law_in(lang: str, title: str) -> str:
    """A law's name as a reader of this language knows it, with the Chinese one beside it."""
    from knowledge.catalogue import english_name

    english = english_name(title) if lang == "en" else None
    return f"{english} ({title})" if english else title


# A guide says nothing of one's own case, of doses, or of a law that was asked for by name.
_GUIDE_HELPS = frozenset({"not_in_base", "internal", "off_topic", "other_country", "small_talk"})


def _kind(kind: str, citations: list[dict[str, Any]]) -> str:
    """How the citations are introduced: neither a guide nor an officer's reply is called law."""
    if any(one["currency"] == "reply" for one in citations):
        return "reply"
    ours = [one["currency"] == "guide" for one in citations]
    if all(ours):
        return "guide"
    return "guide_and_law" if any(ours) else kind


def _opening(
    knowledge: "KnowledgeBase", found: Sequence["Citation"], guide: str, lang: str
) -> dict[str, Any] | None:
    """The section of a guide that was found, else its first; None if the base lacks the guide."""
    same = next((one for one in found if guides.same(one.document, guide)), None)
    if same is not None:
        return _guide(knowledge, same, lang)
    section = knowledge.article(f"{guide}.{lang}.md", guides.OPENING, date.today())
    return None if section is None else _section(section)


def _cited(knowledge: "KnowledgeBase", citation: "Citation", lang: str) -> dict[str, Any]:
    """A citation by what its document is: a guide, an officer's published reply, or a law."""
    if guides.is_guide(citation.document):
        return _guide(knowledge, citation, lang)
    found = _article(citation, lang)
    if replies.is_reply(citation.document):
        return found | {"currency": "reply", "since": ""}
    return found


def _article(citation: "Citation", lang: str) -> dict[str, Any]:
    return _law(citation, lang) | {
        "translated_only": citation.translated_only,
        "gloss": citation.gloss or "",
    }


def whole(article: "Article", lang: str) -> dict[str, Any]:
    """A whole article as the conversation shows it: all its lines, with how it stands."""
    if guides.is_guide(article.document):
        return _section(article)
    found = _law(article, lang)
    if replies.is_reply(article.document):
        return found | {"currency": "reply", "since": ""}
    return found


def _law(quoted: "Citation | Article", lang: str) -> dict[str, Any]:
    english = quoted.translation if lang == "en" else None
    return {
        "document": quoted.document,
        "article": quoted.article,
        "law": quoted.law,
        "label": quoted.label,
        "lines": quoted.lines,
        "in_force": str(quoted.in_force_from or ""),
        "currency": quoted.currency.value,
        "since": str(quoted.since or ""),
        "translation": english.lines if english else (),
        "translated_as": f"{english.title}, {english.label}" if english else "",
    }


def _guide(knowledge: "KnowledgeBase", citation: "Citation", lang: str) -> dict[str, Any]:
    """A section of our own guide, in the person's language where the guide is there in it."""
    document = guides.in_language(citation.document, lang)
    section = knowledge.article(document, citation.article, date.today())
    if section is None or document == citation.document:
        return _article(citation, lang) | {"in_force": "", "since": "", "currency": "guide"}
    return _section(section)


def _section(section: "Article") -> dict[str, Any]:
    return {
        "document": section.document,
        "article": section.article,
        "law": section.law,
        "label": section.label,
        "lines": section.lines,
        "currency": "guide",
    }
