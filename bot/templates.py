"""Templates of verified faces: shown to the workers, hidden before they are kept.

Without its person's consent no vector leaves a worker; with it, none is stored but rotated by a
secret of this deployment and sealed under the person's key.
"""

import asyncio
from functools import cache
from typing import TYPE_CHECKING

from bot.turn import Turn
from storage import accounts, consents, templates
from storage.consents import ConsentKind

if TYPE_CHECKING:
    from bot.app import App
    from identity.request import Kept
    from identity.rotation import Rotation
    from identity.template import Template
    from identity.verdict import Verification

# Raised whenever the wording of template.ask changes: an old consent does not cover a new text.
CONSENT_VERSION = "2026-11-1"


async def kept(app: "App", account_id: int) -> "Kept":
    """What is kept of the physician of this account, and whether another one is wanted."""
    from identity.request import Kept
    from identity.template import Template

    physician = await accounts.physician_of(account_id)
    hidden = await templates.of_physician(app.vault, physician) if physician else []
    earlier = [Template.model_validate_json(one) for one in hidden]
    return Kept(
        earlier=tuple([await _turned(app, one, back=True) for one in earlier]),
        wanted=await consents.stands(account_id, ConsentKind.TEMPLATE, CONSENT_VERSION),
    )


async def settle(turn: Turn, verification: "Verification") -> str:
    """Keep the template of a match if the consent still stands.

    Returns until when one is kept, ISO, or nothing.
    """
    await templates.replace_engine(turn.unit, verification.engine)
    agreed = await consents.stands(turn.account_id, ConsentKind.TEMPLATE, CONSENT_VERSION)
    if verification.template is not None and agreed:
        await _keep(turn, verification.template)
    matched = verification.verdict.value == "match"
    turn.known = turn.known.but(template_offer=matched and not agreed)
    until = await templates.kept_until(turn.account_id)
    return until.isoformat() if until else ""


async def _keep(turn: Turn, template: "Template") -> None:
    assert turn.physician_id is not None
    hidden = await _turned(turn.app, template, back=False)
    await templates.keep(
        turn.unit,
        turn.app.vault,
        turn.account_id,
        turn.physician_id,
        engine=template.engine,
        version=CONSENT_VERSION,
        data=hidden.model_dump_json().encode(),
    )


async def _turned(app: "App", template: "Template", *, back: bool) -> "Template":
    key = app.vault.rotation(await templates.rotation())
    rotation = await asyncio.to_thread(_rotation, key, template.dimension)
    turn = rotation.show if back else rotation.hide
    return template.model_copy(update={"vectors": turn(template.vectors)})


@cache
def _rotation(key: bytes, dimension: int) -> "Rotation":
    """Made once: it takes a while, and loads numpy, which nothing else here needs."""
    from identity.rotation import Rotation

    return Rotation(key, dimension)
