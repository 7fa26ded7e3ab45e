"""Whose desk somebody sits at in the console, and what reaches it; all else is denied."""

from enum import StrEnum

from registry.frozen import Frozen
from registry.institution import AuthorityLevel
from registry.service import Body


class Role(StrEnum):
    """The two kinds of people who work in the console."""

    CLERK = "clerk"
    OFFICER = "officer"


class Desk(Frozen):
    """A person at work in the console.

    `region` is six digits for a clerk, and two, four or six by the level of an officer;
    `physician_id` is set when that person is in the register too.
    """

    id: int
    login: str
    name: str
    role: Role
    institution_code: str | None = None
    institution_name: str = ""
    region: str
    physician_id: int | None = None

    @property
    def actor(self) -> str:
        """How the audit chain names this person."""
        return f"officer:{self.id}"


class Parties(Frozen):
    """Who an application concerns; `area` is the region of the authority that decides."""

    physician_id: int
    old_institution: str | None
    institution: str
    area: str


_DIGITS: dict[str, int] = {
    AuthorityLevel.PROVINCE: 2,
    AuthorityLevel.CITY: 4,
    AuthorityLevel.COUNTY: 6,
}


def area_of(region: str, level: str) -> str:
    """The digits of the region whose authority (by the key of its level) licensed somebody."""
    return region[: _DIGITS[level]]


def sees(desk: Desk, parties: Parties) -> bool:
    """Whether an application may be read here: its institutions, its authority and those above."""
    if desk.role is Role.CLERK:
        return desk.institution_code in (parties.institution, parties.old_institution)
    return parties.area.startswith(desk.region)


def acts_as(desk: Desk, parties: Parties) -> Body | None:
    """In whose name this desk acts on an application; None where it may only read or not at all.

    An authority above the one that licensed the institution reads, and does not decide.
    """
    if desk.physician_id == parties.physician_id:
        return None
    if desk.role is Role.OFFICER:
        return Body.AUTHORITY if desk.region == parties.area else None
    if desk.institution_code == parties.institution:
        return Body.INSTITUTION
    return Body.OLD_INSTITUTION if desk.institution_code == parties.old_institution else None


def reaches(desk: Desk, institution: str | None, region: str) -> bool:
    """Whether a task, or a person's file, of this institution and region is for this desk.

    What comes from an unknown place (an account that is not bound yet) is for every officer.
    """
    if desk.role is Role.CLERK:
        return institution is not None and institution == desk.institution_code
    return region == "" or region.startswith(desk.region)
