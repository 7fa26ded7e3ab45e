"""A stored line as a person reads it: texts put in, in the person's language."""

from typing import Any

from bot.delivery import Rendered, Sender, Shown, ShownCitation, ShownProgress
from bot.texts import Texts
from handlers.effect import REMOVED, Button, Citation, Show
from handlers.event import Media
from storage.conversations import Direction, StoredLine

# Our own guides are not law: they have no day in force, and say so. So do officers' replies.
GUIDE = "guide"
REPLY = "reply"


def rendered(line: StoredLine, texts: Texts) -> Rendered:
    """The line in one language."""
    if line.direction is Direction.BOT:
        return _ours(line, Show.model_validate(line.body), texts)
    body = line.body
    return Rendered(
        id=line.id,
        sender=Sender(line.direction.value),
        at=line.created_at,
        lang=texts.lang.value,
        text=_own_words(body, texts),
        turn=int(body.get("turn") or 0),
        client_id=str(body.get("client_id") or ""),
        media=Media(body["media"]) if body.get("media") else None,
    )


def _own_words(body: dict[str, Any], texts: Texts) -> str:
    text = str(body.get("text") or body.get("name") or "")
    return text.replace(REMOVED, texts.text("line.removed")) if REMOVED in text else text


def _ours(line: StoredLine, show: Show, texts: Texts) -> Rendered:
    progress = show.progress
    return Rendered(
        id=line.id,
        sender=Sender.BOT,
        at=line.created_at,
        lang=texts.lang.value,
        text="\n\n".join(
            text for part in show.parts if (text := texts.text(part.message, **part.params).strip())
        ),
        turn=show.turn,
        buttons=tuple(shown(button, texts) for button in show.buttons),
        input=show.input,
        progress=progress
        and ShownProgress(
            service=progress.service,
            title=texts.text(f"title.{progress.service}"),
            at=progress.at,
            of=progress.of,
        ),
        citations=tuple(_citation(citation, texts) for citation in show.citations),
    )


def shown(button: Button, texts: Texts) -> Shown:
    """A button with its label; parameters that are message keys are put into words."""
    label = button.label if button.data else texts.text(button.label, **button.params)
    return Shown(
        key=button.key, label=label, style=button.style, standing=button.standing, url=button.url
    )


def _citation(citation: Citation, texts: Texts) -> ShownCitation:
    return ShownCitation(
        document=citation.document,
        article=citation.article,
        law=_title(citation, texts),
        label=citation.label,
        lines=citation.lines,
        in_force=_in_force(citation, texts),
        note=texts.text(f"citation.note.{citation.currency}", since=citation.since).strip(),
        gloss=texts.text("citation.gloss", gloss=citation.gloss) if citation.gloss else "",
        translation=citation.translation,
        translation_note=_translation_note(citation, texts),
    )


def _translation_note(citation: Citation, texts: Texts) -> str:
    if citation.translation:
        return texts.text("citation.translation", title=citation.translated_as)
    return texts.text("citation.translated_only") if citation.translated_only else ""


def _title(citation: Citation, texts: Texts) -> str:
    if citation.currency == GUIDE:
        return texts.text("citation.guide", title=citation.law)
    if citation.currency == REPLY:
        return texts.text("citation.reply", title=citation.law)
    return f"《{citation.law.strip('《》')}》"


def _in_force(citation: Citation, texts: Texts) -> str:
    if citation.currency == GUIDE:
        return ""
    if citation.currency == REPLY:
        return texts.text("citation.replied", day=citation.in_force)
    if not citation.in_force:
        return texts.text("citation.in_force_unknown")
    return texts.text("citation.in_force", day=citation.in_force)
