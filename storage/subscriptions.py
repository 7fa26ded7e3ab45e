"""Who wants to hear of new policy, and whom a policy touches."""

import hashlib

from tortoise.expressions import Subquery

from registry.frozen import Frozen
from storage.conversations import subject
from storage.database import Unit
from storage.ledger_rows import Subscription
from storage.models import Account, AuditEntry, Physician

PUBLISHED = "policy_published"


class Reach(Frozen):
    """Whom a policy touches: every part that is given must fit, an empty part fits everybody.

    `region` is 2, 4 or 6 digits, and touches those whose main institution lies in it.
    """

    categories: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    region: str = ""


async def subscribe(unit: Unit, account_id: int, on: bool) -> None:
    """From now on an account hears of new policy, or does so no more."""
    if on:
        await Subscription.get_or_create(account_id=account_id, defaults={"since": unit.now})
    else:
        await Subscription.filter(account_id=account_id).delete()
    who = subject(account_id)
    unit.audit(who, "policy_subscribed" if on else "policy_unsubscribed", who)


async def touched(reach: Reach) -> tuple[int, ...]:
    """The subscribed accounts that a policy touches; one bound to nobody hears of everything."""
    wanted = Account.filter(id__in=Subquery(Subscription.all().values("account_id")))
    accounts = await wanted.order_by("id")
    people = wanted.filter(physician_id__isnull=False).values("physician_id")
    rows = await Physician.filter(id__in=Subquery(people)).select_related("institution")
    fitting = {row.id for row in rows if _fits(reach, row)}
    return tuple(
        one.id for one in accounts if one.physician_id is None or one.physician_id in fitting
    )


async def was_published(document: str) -> bool:
    """Whether subscribers were already told of a document."""
    return await AuditEntry.exists(action=PUBLISHED, subject=policy(document))


def policy(document: str) -> str:
    """How the audit chain names a document, whatever the length of its name."""
    return f"policy:{hashlib.sha256(document.encode()).hexdigest()[:32]}"


def _fits(reach: Reach, row: Physician) -> bool:
    region = row.institution.region if row.institution else ""
    return (
        (not reach.categories or row.category in reach.categories)
        and (not reach.scopes or not reach.scopes.isdisjoint(row.scopes))
        and region.startswith(reach.region)
    )
