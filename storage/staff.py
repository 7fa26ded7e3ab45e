"""The physicians of an institution as its clerks and the officers above see them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from tortoise.expressions import Q

from registry.chinese import simplified
from registry.frozen import Frozen
from registry.names import NameMatch, compare
from storage.desk import Desk, reaches
from storage.models import Account, Institution, Physician
from storage.tasks import Objection
from storage.vault import Vault

PAGE = 50
FRESH = timedelta(days=365)


class StaffFilter(StrEnum):
    """Which of the staff to list."""

    ALL = "all"
    UNBOUND = "unbound"
    UNVERIFIED = "unverified"
    STALE = "stale"


class StaffLine(Frozen):
    """One physician; the three facts are dated and never merged into one."""

    id: int
    name: str
    practice_number: str
    title: str
    department: str
    registration_state: str
    photo_confirmed_on: date | None
    bound_at: datetime | None
    verified_at: datetime | None
    attested_on: date | None


class Place(Frozen):
    """An institution whose staff is looked at."""

    code: str
    name: str
    region: str


class Adoption(Frozen):
    """How many of an institution's physicians are bound, verified, and attested within a year."""

    code: str
    name: str
    region: str
    physicians: int
    bound: int
    verified: int
    attested: int


class StaffPage(Frozen):
    """One page of a staff list, with the figures of the whole institution."""

    adoption: Adoption
    lines: tuple[StaffLine, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


class Candidate(Frozen):
    """A record that an objection may be about, with what agrees."""

    id: int
    name: str
    former_names: tuple[str, ...]
    institution: str
    department: str
    practice_number: str
    name_match: NameMatch
    same_id_number: bool
    same_qualification: bool


async def institution_for(desk: Desk, code: str) -> Place | None:
    """An institution whose staff this desk may see."""
    row = await Institution.get_or_none(code=code)
    if row is None or not reaches(desk, row.code, row.region):
        return None
    return _place(row)


async def staff_of(
    institution: Place,
    today: date,
    wanted: StaffFilter = StaffFilter.ALL,
    search: str = "",
    page: int = 1,
) -> StaffPage:
    """A page of an institution's physicians, by name."""
    query = Physician.filter(institution_id=institution.code)
    everybody = await query.only("id", "attested_on")
    accounts = await _accounts(row.id for row in everybody)
    query = query.filter(_wanted(wanted, accounts, today))
    if search:
        query = query.filter(Q(name__icontains=search) | Q(practice_number__startswith=search))
    rows = await query.order_by("name", "id").offset((page - 1) * PAGE).limit(PAGE)
    return StaffPage(
        adoption=_adoption(institution, everybody, accounts, today),
        lines=tuple(_line(row, accounts.get(row.id)) for row in rows),
        total=await query.count(),
        page=page,
    )


async def adoption_in(desk: Desk, today: date, search: str = "") -> list[Adoption]:
    """The figures of every institution in an officer's region, the least bound first."""
    query = Institution.filter(region__startswith=desk.region, closed_on=None)
    if search:
        query = query.filter(name__icontains=search)
    institutions = [_place(row) for row in await query]
    staff: dict[str, list[Physician]] = {row.code: [] for row in institutions}
    for row in await Physician.filter(institution_id__in=list(staff)).only(
        "id", "attested_on", "institution_id"
    ):
        staff[row.institution_id or ""].append(row)
    accounts = await _accounts(row.id for rows in staff.values() for row in rows)
    found = [_adoption(one, staff[one.code], accounts, today) for one in institutions]
    return sorted(found, key=lambda one: (one.bound / (one.physicians or 1), -one.physicians))


async def candidates(
    desk: Desk, vault: Vault, said: Objection, institution: str | None, search: str
) -> list[Candidate]:
    """Records that an objection may be about: by its numbers, its name, and what is searched."""
    rows = await Physician.filter(_ways(vault, said, institution, search)).prefetch_related(
        "institution"
    )
    found = [
        _candidate(row, vault, said)
        for row in rows
        if row.institution and reaches(desk, row.institution.code, row.institution.region)
    ]
    return sorted(found, key=_likelihood)[:8]


def _ways(vault: Vault, said: Objection, institution: str | None, search: str) -> Q:
    """The numbers as typed anywhere, the name anywhere, the family name at the institution."""
    ways = Q(id_number_index=vault.index("id_number", said.typed_id_number or "-"))
    number = said.typed_qualification_number or "-"
    ways |= Q(qualification_index=vault.index("qualification_number", number))
    for name in {search, said.typed_name, simplified(said.typed_name)} - {""}:
        ways |= Q(name__icontains=name) | Q(practice_number=name)
    for family_name in {said.typed_name[:1], simplified(said.typed_name)[:1]} - {""}:
        ways |= Q(name__startswith=family_name, institution_id=institution)
    return ways


async def reference_photo(physician_id: int | None) -> str | None:
    """The file of the photo that the register holds of a physician, once it was confirmed."""
    row = await Physician.get_or_none(id=physician_id) if physician_id else None
    return row.photo_blob if row and row.photo_confirmed_on else None


def _place(row: Institution) -> Place:
    return Place(code=row.code, name=row.name, region=row.region)


def _likelihood(one: Candidate) -> tuple[bool, bool, int]:
    order = (NameMatch.EXACT, NameMatch.VARIANT, NameMatch.DIFFERENT)
    return (not one.same_id_number, not one.same_qualification, order.index(one.name_match))


def _candidate(row: Physician, vault: Vault, said: Objection) -> Candidate:
    typed = said.typed_qualification_number
    return Candidate(
        id=row.id,
        name=row.name,
        former_names=tuple(row.former_names),
        institution=row.institution.name if row.institution else "",
        department=row.department or "",
        practice_number=row.practice_number or "",
        name_match=compare(said.typed_name, row.name, row.former_names),
        same_id_number=row.id_number_index == vault.index("id_number", said.typed_id_number),
        same_qualification=bool(typed)
        and row.qualification_index == vault.index("qualification_number", typed),
    )


async def _accounts(physicians: Iterable[int]) -> dict[int, Account]:
    """The account of each physician; of several, the one verified last."""
    wanted = set(physicians)
    rows = await Account.filter(physician_id__not_isnull=True).order_by("verified_at")
    return {row.physician_id: row for row in rows if row.physician_id in wanted}


def _wanted(wanted: StaffFilter, accounts: dict[int, Account], today: date) -> Q:
    match wanted:
        case StaffFilter.UNBOUND:
            return Q(id__not_in=list(accounts))
        case StaffFilter.UNVERIFIED:
            return Q(id__not_in=[key for key, row in accounts.items() if row.verified_at])
        case StaffFilter.STALE:
            return Q(attested_on=None) | Q(attested_on__lt=today - FRESH)
        case _:
            return Q()


def _adoption(
    institution: Place,
    staff: list[Physician],
    accounts: dict[int, Account],
    today: date,
) -> Adoption:
    own = [accounts[row.id] for row in staff if row.id in accounts]
    return Adoption(
        code=institution.code,
        name=institution.name,
        region=institution.region,
        physicians=len(staff),
        bound=len(own),
        verified=sum(row.verified_at is not None for row in own),
        attested=sum(
            row.attested_on is not None and row.attested_on >= today - FRESH for row in staff
        ),
    )


def _line(row: Physician, account: Account | None) -> StaffLine:
    return StaffLine(
        id=row.id,
        name=row.name,
        practice_number=row.practice_number or "",
        title=row.title,
        department=row.department or "",
        registration_state=row.registration_state,
        photo_confirmed_on=row.photo_confirmed_on,
        bound_at=account.bound_at if account else None,
        verified_at=account.verified_at if account else None,
        attested_on=row.attested_on,
    )
