"""A physician's file, and the further places where the physician practises."""

from datetime import date

from registry.frozen import Frozen
from registry.scopes import Category, Level
from registry.term import Term
from registry.titles import Degree, Title


class Sex(Term):
    """Sex as the resident ID states it."""

    MALE = "male", "男", "Male"
    FEMALE = "female", "女", "Female"


class AccountState(Term):
    """State of the account in the electronic registration system."""

    NONE = "none", "未开户", "No account"
    INACTIVE = "inactive", "未激活", "Not activated"
    ACTIVE = "active", "已激活", "Active"
    LOCKED = "locked", "已锁定", "Locked"


class RegistrationState(Term):
    """State of the registration; there is no "expired", the certificate has no end date."""

    UNREGISTERED = "unregistered", "未注册", "Not registered"
    REGISTERED = "registered", "已注册", "Registered"
    LEFT = "left", "离岗备案", "Filed as having left"
    SUSPENDED = "suspended", "暂停执业", "Suspended"
    DEREGISTERED = "deregistered", "已注销", "Deregistered"


class FilingKind(Term):
    """How a further institution is added to the registration."""

    FILING = "filing", "多机构备案", "Filing of a further institution"
    ADDITIONAL = "additional", "增加注册", "Additional registration in another province"


class Physician(Frozen):
    """One record of the register; duplicates of one person are possible until cleaned.

    `id_number` 18 characters, `qualification_number` 27 or 24, `practice_number` 15 digits;
    `scopes` are codes of `registry.scopes`, `department` a code of `registry.departments`,
    `institution_code` the main institution. `attested_on` is the day the physician last said that
    the file is right, `last_practised_on` the last day of practice known.
    """

    id: int
    name: str
    former_names: tuple[str, ...] = ()
    sex: Sex
    birth_date: date
    id_number: str
    qualification_number: str | None = None
    qualified_on: date | None = None
    practice_number: str | None = None
    level: Level
    category: Category
    scopes: tuple[str, ...] = ()
    title: Title = Title.NONE
    degree: Degree | None = None
    school: str | None = None
    department: str | None = None
    phone: str | None = None
    email: str | None = None
    institution_code: str | None = None
    registration_state: RegistrationState = RegistrationState.REGISTERED
    registered_on: date | None = None
    attested_on: date | None = None
    last_practised_on: date | None = None
    photo_confirmed_on: date | None = None
    account_state: AccountState = AccountState.NONE


class Filing(Frozen):
    """A further institution of one physician; `ends_on` is the last day, None without a set end."""

    id: int
    physician_id: int
    institution_code: str
    kind: FilingKind = FilingKind.FILING
    starts_on: date
    ends_on: date | None = None
