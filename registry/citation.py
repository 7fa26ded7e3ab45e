"""Where a rule comes from, and how sure that is."""

from enum import StrEnum

from registry.frozen import Frozen
from registry.term import Term


class Law(Term):
    """A law, regulation or measure that a rule of this package rests on."""

    PHYSICIANS = "physicians", "医师法", "Physicians Law"
    LICENSING = "licensing", "行政许可法", "Administrative Licensing Law"
    PENALTIES = "penalties", "行政处罚法", "Administrative Penalties Law"
    RECONSIDERATION = "reconsideration", "行政复议法", "Administrative Reconsideration Law"
    CHINESE_MEDICINE = "chinese_medicine", "中医药法", "Law on Traditional Chinese Medicine"
    RURAL_DOCTORS = "rural_doctors", "乡村医生从业管理条例", "Regulations on Rural Doctors"
    IDENTITY_CARDS = "identity_cards", "居民身份证法", "Resident Identity Cards Law"
    PERSONAL_DATA = "personal_data", "个人信息保护法", "Personal Information Protection Law"
    CONTROLLED_DRUGS = (
        "controlled_drugs",
        "麻醉药品和精神药品管理条例",
        "Regulations on Narcotic and Psychotropic Drugs",
    )
    REGISTRATION_MEASURES = (
        "registration_measures",
        "医师执业注册管理办法",
        "Measures for the Registration of Physicians (2017)",
    )
    ASSESSMENT_MEASURES = (
        "assessment_measures",
        "医师定期考核管理办法",
        "Measures for the Periodic Assessment of Physicians (2007)",
    )
    CREDIT_RULES = (
        "credit_rules",
        "继续医学教育学分管理规定",
        "Rules on Credits of Continuing Medical Education",
    )
    VISITING_MEASURES = (
        "visiting_measures",
        "境外医师短期行医规定",
        "Measures for Short-term Practice of Physicians from Abroad",
    )
    NOTICE_2024_5 = (
        "notice_2024_5",
        "国卫办医政发〔2024〕5号",
        "Notice 国卫办医政发〔2024〕5号",
    )


class Certainty(StrEnum):
    """OFFICIAL: read in the official text. SECONDARY: read in another page. UNVERIFIED: neither.

    Only OFFICIAL may be shown as law; the others are shown as "ask your authority".
    """

    OFFICIAL = "official"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


class Citation(Frozen):
    """An article of a law; `article` is None where the rule has none or its number is not known."""

    law: Law
    article: int | None = None
    certainty: Certainty = Certainty.OFFICIAL

    @property
    def quotable(self) -> bool:
        """Whether it may be shown to a person as law."""
        return self.certainty is Certainty.OFFICIAL


def physicians_law(article: int) -> Citation:
    """An article of 医师法, the law that most rules rest on."""
    return Citation(law=Law.PHYSICIANS, article=article)


def licensing_law(article: int) -> Citation:
    """An article of 行政许可法, which fills what 医师法 leaves open."""
    return Citation(law=Law.LICENSING, article=article)
