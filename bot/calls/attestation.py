"""Attesting the practice file from the chat."""

from typing import Any

from bot.calls.desk import responsible
from bot.texts import texts
from bot.turn import Turn
from handlers.call import FieldState
from registry.attestation import Field
from storage import attestation
from storage.tasks import Objection, open_task


async def open_fields(turn: Turn) -> dict[str, Any]:
    """The fields that need the physician now."""
    assert turn.physician_id is not None
    found = await attestation.open_fields(
        turn.app.vault,
        turn.physician_id,
        turn.lang,
        turn.at.date(),
        turn.app.settings.attest_months,
    )
    fields = [
        FieldState(
            field=need.field.value, value=value, reason=need.why.value, confirmed_on=confirmed_on
        ).model_dump(mode="json")
        for need, value, confirmed_on in found
    ]
    since = await attestation.attested_on(turn.physician_id)
    return {"fields": fields, "attested_on": since and since.isoformat()}


async def attest(turn: Turn, *, confirmed: list[str], doubted: list[str]) -> dict[str, Any]:
    """Keep what was confirmed; what is no longer right goes to the clerk."""
    assert turn.physician_id is not None
    await attestation.attest(
        turn.unit,
        turn.app.vault,
        turn.physician_id,
        tuple(Field(name) for name in confirmed),
        whole=not doubted,
        today=turn.at.date(),
    )
    institution, region, name = await responsible(turn)
    if doubted:
        words = texts(turn.lang)
        statement = " · ".join(words.text(f"field.{field}") for field in doubted)
        await open_task(
            turn.unit,
            turn.app.vault,
            turn.account_id,
            Objection(ground="other", statement=statement),
            institution,
            region,
        )
    return {"confirmed": len(confirmed), "doubted": doubted, "institution": name}
