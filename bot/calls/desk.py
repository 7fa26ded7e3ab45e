"""What goes to a person: objections, checks without a face, and talking."""

from typing import Any

from bot.turn import Turn
from storage import accounts, register
from storage.tasks import Handover, ManualVerification, Objection, open_task

# Where an account that is bound to nobody is looked after until it says more.
EVERYWHERE = ""


async def object_to_record(
    turn: Turn, *, answers: dict[str, Any], labels: dict[str, str]
) -> dict[str, Any]:
    """Open an objection with the institution that the person named."""
    institution = await register.institution(str(answers["record_institution"]))
    proof = answers.get("proof")
    number = await open_task(
        turn.unit,
        turn.app.vault,
        turn.account_id,
        Objection(
            ground=str(answers["objection_ground"]),
            statement=str(answers["statement"]),
            typed_name=str(answers.get("name", "")),
            typed_id_number=str(answers.get("id_number", "")),
            typed_qualification_number=str(answers.get("qualification_number", "")),
            proof=tuple(proof["blobs"]) if isinstance(proof, dict) else (),
        ),
        institution.code,
        institution.region,
    )
    return {"number": number, "institution": institution.name}


async def request_verification(turn: Turn) -> dict[str, Any]:
    """Ask the institution to check the person without a face."""
    if turn.physician_id is None:
        return {"outcome": "bind_first"}
    institution, region, name = await responsible(turn)
    await open_task(
        turn.unit, turn.app.vault, turn.account_id, ManualVerification(), institution, region
    )
    return {"outcome": "asked", "institution": name}


async def hand_over(turn: Turn, *, on: bool) -> dict[str, Any]:
    """From now on a person answers, or the bot does again."""
    await accounts.hand_over(turn.unit, turn.account_id, on)
    turn.known = turn.known.but(handed_over=on)
    if not on:
        return {"outcome": "back"}
    institution, region, name = await responsible(turn)
    await open_task(
        turn.unit,
        turn.app.vault,
        turn.account_id,
        Handover(since=turn.unit.last_line),
        institution,
        region,
    )
    return {"outcome": "asked", "institution": name}


async def responsible(turn: Turn) -> tuple[str | None, str, str]:
    """Who looks after this person: institution code, region, and a name to say."""
    own = await register.main_institution(turn.physician_id) if turn.physician_id else None
    if own is None:
        return None, EVERYWHERE, ""
    return own.code, own.region, own.name
