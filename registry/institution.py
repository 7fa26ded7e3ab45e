"""An institution as the register knows it."""

from datetime import date

from registry.frozen import Frozen
from registry.term import Term


class Kind(Term):
    """What the institution is."""

    HOSPITAL = "hospital", "医院", "Hospital"
    TCM_HOSPITAL = "tcm_hospital", "中医医院", "Hospital of Chinese medicine"
    MATERNITY = "maternity", "妇幼保健院", "Maternal and child health hospital"
    COMMUNITY = "community", "社区卫生服务中心", "Community health centre"
    TOWNSHIP = "township", "乡镇卫生院", "Township health centre"
    CLINIC = "clinic", "诊所", "Clinic"
    PREVENTION = "prevention", "疾病预防控制中心", "Centre for disease control"
    EMERGENCY = "emergency", "急救中心", "Emergency centre"


class Grade(Term):
    """Hospital grade (医院等级)."""

    TERTIARY_A = "tertiary_a", "三级甲等", "Tertiary, class A"
    TERTIARY_B = "tertiary_b", "三级乙等", "Tertiary, class B"
    SECONDARY_A = "secondary_a", "二级甲等", "Secondary, class A"
    SECONDARY_B = "secondary_b", "二级乙等", "Secondary, class B"
    PRIMARY = "primary", "一级", "Primary"
    UNGRADED = "ungraded", "未定级", "Ungraded"


class AuthorityLevel(Term):
    """Level of the health authority that licensed an institution or employs an officer."""

    PROVINCE = "province", "省级", "Province"
    CITY = "city", "市级", "City"
    COUNTY = "county", "县级", "County"


class Institution(Frozen):
    """One institution.

    `code` is the medical institution code (22 characters, 12 for older small ones), the key of
    the register; `credit_code` the unified social credit code; `region` six digits of the county;
    `authority` the level of the health authority that decides here; `consortium` the key of its
    medical consortium (医联体), inside which no change of registration is needed (医师法 art. 18).
    """

    code: str
    credit_code: str | None = None
    name: str
    name_en: str | None = None
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    kind: Kind
    grade: Grade = Grade.UNGRADED
    region: str
    address: str = ""
    authority: AuthorityLevel = AuthorityLevel.COUNTY
    consortium: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None
