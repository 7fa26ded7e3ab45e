"""A small world for the tests of storage and console: three hospitals, a physician, the desks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.application import Action
from registry.services import SERVICES
from storage.applications import Receipt, submit
from storage.database import Database, Unit
from storage.decisions import Acted, act
from storage.desk import Desk, Role
from storage.models import Account, Application, DataKey, Institution, Officer, Physician
from storage.vault import Vault

OLD, NEW, FAR, AWAY = "OLD-HOSPITAL", "NEW-HOSPITAL", "FAR-HOSPITAL", "AWAY-HOSPITAL"
INSTITUTIONS = (
    (OLD, "江岸仁和医院", "420102", "county"),
    (NEW, "江汉明德医院", "420103", "county"),
    (FAR, "长沙惠民医院", "430102", "city"),
    (AWAY, "岳麓康宁医院", "430104", "county"),
)
DESKS = (
    ("old.clerk", "钱文书", Role.CLERK, OLD, "420102"),
    ("new.clerk", "孙文书", Role.CLERK, NEW, "420103"),
    ("far.clerk", "周文书", Role.CLERK, FAR, "430102"),
    ("county", "李科员", Role.OFFICER, None, "420103"),
    ("county.two", "吴科员", Role.OFFICER, None, "420103"),
    ("other.county", "郑科员", Role.OFFICER, None, "420102"),
    ("province", "王处长", Role.OFFICER, None, "42"),
    ("other.province", "冯处长", Role.OFFICER, None, "43"),
)
PASSWORD = "correct horse battery"
CHANGE = SERVICES["change_main_institution"]
ZHANG = 1
ANSWERS: dict[str, Any] = {
    "institution": NEW,
    "start_date": "2026-12-01",
    "department": "心内科",
    "employment_proof": {"blobs": []},
}


@dataclass
class World:
    """The database with its vault, and the desks by login."""

    database: Database
    vault: Vault
    desks: dict[str, Desk]
    account: int

    async def submit(self, **answers: Any) -> Receipt:
        """Zhang applies to move to the new hospital."""
        receipt = await self.database.run(
            lambda unit: submit(unit, ZHANG, self.account, CHANGE, ANSWERS | answers)
        )
        assert isinstance(receipt, Receipt)
        return receipt

    async def act(
        self, login: str, number: str, action: Action, reason: str = "", due: date | None = None
    ) -> Acted:
        """A desk acts on the application as it stands."""
        row = await Application.get(number=number)
        done = await self.database.run(
            lambda unit: act(unit, row.id, self.desks[login], action, reason, row.revision, due)
        )
        assert isinstance(done, Acted), done
        return done

    async def reach(self, *acts: tuple[str, Action]) -> str:
        """Submit, then let desks act; returns the number."""
        number = (await self.submit()).number
        for login, action in acts:
            await self.act(login, number, action)
        return number


async def make_world(database: Database, vault: Vault, password: str = "-") -> World:
    """Fill an empty database; `password` is the stored digest of every desk's password."""

    async def work(unit: Unit) -> int:
        await Institution.bulk_create([_institution(*row) for row in INSTITUTIONS])
        await _physicians(vault)
        account = await Account.create(
            channel="web", external_id="zhang", lang="zh", physician_id=ZHANG, bound_at=unit.now
        )
        await vault.new_key(f"account:{account.id}").save()
        await Officer.bulk_create([_officer(password, *row) for row in DESKS])
        return account.id

    account = await database.run(work)
    return World(database, vault, await _desks(), account)


async def _desks() -> dict[str, Desk]:
    names = {row.code: row.name for row in await Institution.all()}
    return {
        row.login: Desk(
            id=row.id,
            login=row.login,
            name=row.name,
            role=Role(row.role),
            institution_code=row.institution_id,
            institution_name=names.get(row.institution_id or "", ""),
            region=row.region,
            physician_id=row.physician_id,
        )
        for row in await Officer.all()
    }


def _institution(code: str, name: str, region: str, authority: str) -> Institution:
    return Institution(
        code=code,
        name=name,
        kind="hospital",
        grade="secondary_a",
        region=region,
        authority=authority,
    )


def _officer(
    password: str, login: str, name: str, role: Role, institution: str | None, region: str
) -> Officer:
    return Officer(
        login=login,
        name=name,
        password=password,
        role=role.value,
        institution_id=institution,
        region=region,
    )


async def _physicians(vault: Vault) -> None:
    for number, name, institution in (
        (ZHANG, "张伟", OLD),
        (2, "欧阳静", NEW),
        (3, "阿依古丽·买买提", NEW),
    ):
        key: DataKey = vault.new_key(f"physician:{number}")
        await key.save()
        await Physician.create(
            id=number,
            name=name,
            sex="male",
            birth_date=date(1980, 1, 1),
            id_number=vault.seal(f"physician:{number}", "id_number", b"11010519491231002X"),
            id_number_index=vault.index("id_number", f"fiction-{number}"),
            practice_number=f"11042010200000{number}",
            level="physician",
            category="clinical",
            scopes=["11"],
            title="attending",
            department="内科",
            institution_id=institution,
            registration_state="registered",
            registered_on=date(2010, 5, 1),
            attested_on=date(2026, 1, 5) if number == 2 else None,
            account_state="active",
        )
