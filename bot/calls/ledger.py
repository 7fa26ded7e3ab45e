"""What people make of answers: useful, not what was asked, or a question for an officer."""

from typing import Any

from bot.calls.desk import responsible
from bot.turn import Turn
from storage import ledger
from storage.ledger import Judgement

# Why an officer sees a question; `storage.tasks.Question.why`.
REFUSED = "refused"
USELESS = "useless"
ASKED = "asked"


async def judge(turn: Turn, *, answer: str, judgement: str) -> dict[str, Any]:
    """Keep what the asker thought; an answer that missed goes to an officer by itself."""
    verdict = Judgement(judgement)
    if not await ledger.judge(turn.unit, turn.account_id, _number(answer), verdict):
        return {"outcome": "gone"}
    if verdict is Judgement.USEFUL:
        return {"outcome": "useful"}
    return {"outcome": "useless", "passed_on": await pass_on(turn, _number(answer), USELESS)}


async def ask_officer(turn: Turn, *, answer: str) -> dict[str, Any]:
    """Pass the question of a reply on because its asker wants it."""
    entry = await ledger.entry(turn.app.vault, _number(answer))
    if entry is None or entry.account_id != turn.account_id:
        return {"outcome": "gone"}
    return {"outcome": "asked", "passed_on": await pass_on(turn, entry.id, ASKED)}


async def pass_on(turn: Turn, answer: int, why: str) -> str:
    """Open an officer's task for the question of a reply; returns what became of it."""
    _, region, _ = await responsible(turn)
    done = await ledger.pass_on(turn.unit, turn.app.vault, answer, why, region)
    return done.value


def _number(text: str) -> int:
    """The number in a button's key; a key somebody made up names no reply."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
