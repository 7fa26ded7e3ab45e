"""Levels, categories and scopes of practice.

Source: list of 卫医发〔2001〕169号 with the codes of the national health statistics. The list in
force may be longer, so entries outside those two sources carry `verified=False`.
"""

from registry.frozen import Frozen
from registry.term import Term


class Level(Term):
    """Level of the physician's qualification (医师级别)."""

    PHYSICIAN = "physician", "执业医师", "Physician"
    ASSISTANT = "assistant", "执业助理医师", "Assistant physician"


class Category(Term):
    """Category of practice (执业类别), one of the three registered items of 医师法 art. 14."""

    CLINICAL = "clinical", "临床", "Clinical medicine"
    DENTAL = "dental", "口腔", "Stomatology"
    PUBLIC_HEALTH = "public_health", "公共卫生", "Public health"
    TCM = "tcm", "中医", "Traditional Chinese medicine"


STATISTICS_CODES: dict[Category, str] = {
    Category.CLINICAL: "1",
    Category.DENTAL: "2",
    Category.PUBLIC_HEALTH: "3",
    Category.TCM: "4",
}


class Scope(Frozen):
    """One scope of practice (执业范围); `includes` are the specialties its official name contains.

    `verified` is False for an entry that is in neither of the two sources.
    """

    code: str
    category: Category
    zh: str
    en: str
    includes: tuple[str, ...] = ()
    verified: bool = True


def _rows(category: Category, rows: tuple[tuple[str, str, str, str], ...]) -> tuple[Scope, ...]:
    return tuple(
        Scope(
            code=code,
            category=category,
            zh=zh,
            en=en,
            includes=tuple(included.split()),
            verified="." not in code,
        )
        for code, zh, en, included in rows
    )


# A code with a dot is ours: the statistics have none for it.
SCOPES: tuple[Scope, ...] = (
    *_rows(
        Category.CLINICAL,
        (
            ("11", "内科专业", "Internal medicine", "老年医学 传染病"),
            ("12", "外科专业", "Surgery", "运动医学 麻醉"),
            ("13", "妇产科专业", "Obstetrics and gynaecology", "妇女保健"),
            ("14", "儿科专业", "Paediatrics", "儿童保健"),
            ("15", "眼耳鼻咽喉科专业", "Ophthalmology and otorhinolaryngology", "眼科 耳鼻咽喉科"),
            ("16", "皮肤病与性病专业", "Dermatology and venereology", "皮肤病 性病"),
            ("17", "精神卫生专业", "Mental health", "精神病 心理卫生"),
            ("18", "职业病专业", "Occupational diseases", "放射病"),
            (
                "19",
                "医学影像和放射治疗专业",
                "Medical imaging and radiotherapy",
                "核医学 影像 放疗",
            ),
            ("20", "医学检验、病理专业", "Laboratory medicine and pathology", "检验 病理"),
            ("21", "全科医学专业", "General practice", ""),
            ("22", "急救医学专业", "Emergency medicine", "急诊"),
            ("23", "康复医学专业", "Rehabilitation medicine", ""),
            ("24", "预防保健专业", "Preventive care", ""),
            ("25", "特种医学与军事医学专业", "Special and military medicine", ""),
            ("26", "计划生育技术服务专业", "Family planning services", ""),
            ("57", "省级规定的其他专业", "Other, set by the province", ""),
            ("12.1", "重症医学科专业", "Intensive care medicine", "ICU"),
        ),
    ),
    *_rows(
        Category.DENTAL,
        (
            ("31", "口腔专业", "Stomatology", ""),
            ("31.1", "口腔麻醉专业", "Dental anaesthesia", ""),
            ("31.2", "口腔病理专业", "Oral pathology", ""),
            ("31.3", "口腔影像专业", "Oral imaging", ""),
            ("31.9", "省级规定的其他专业", "Other, set by the province", ""),
        ),
    ),
    *_rows(
        Category.PUBLIC_HEALTH,
        (
            ("41", "公共卫生专业", "Public health", ""),
            ("41.9", "省级规定的其他专业", "Other, set by the province", ""),
        ),
    ),
    *_rows(
        Category.TCM,
        (
            ("51", "中医专业", "Chinese medicine", ""),
            ("52", "中西医结合专业", "Integrated Chinese and Western medicine", ""),
            ("53", "蒙医专业", "Mongolian medicine", ""),
            ("54", "藏医专业", "Tibetan medicine", ""),
            ("55", "维医专业", "Uyghur medicine", ""),
            ("56", "傣医专业", "Dai medicine", ""),
            ("51.1", "全科医学专业（中医）", "General practice (Chinese medicine)", ""),
            ("51.9", "省级规定的其他专业", "Other, set by the province", ""),
        ),
    ),
)

SCOPE_BY_CODE: dict[str, Scope] = {scope.code: scope for scope in SCOPES}


def scopes_of(category: Category) -> tuple[Scope, ...]:
    """The scopes that a holder of this category may register."""
    return tuple(scope for scope in SCOPES if scope.category is category)
