"""Departments of medical institutions, after the list of diagnosis and treatment subjects.

Codes follow 医疗机构诊疗科目名录 of 1994 as remembered, not checked against its text:
they are keys here, not law.
"""

from registry.chinese import simplified
from registry.frozen import Frozen
from registry.scopes import Category


class Department(Frozen):
    """A department; `words` are other names that people use for it."""

    code: str
    zh: str
    en: str
    categories: tuple[Category, ...]
    words: tuple[str, ...] = ()


_CLINICAL = (Category.CLINICAL,)
_ANY = tuple(Category)
_ROWS: tuple[tuple[str, str, str, tuple[Category, ...], str], ...] = (
    (
        "01",
        "预防保健科",
        "Preventive care",
        (Category.CLINICAL, Category.PUBLIC_HEALTH),
        "防保科 保健科",
    ),
    ("02", "全科医疗科", "General practice", (Category.CLINICAL, Category.TCM), "全科 全科医学科"),
    ("03", "内科", "Internal medicine", _CLINICAL, "大内科 普内科"),
    ("03.01", "呼吸内科", "Respiratory medicine", _CLINICAL, "呼吸科 呼吸与危重症医学科"),
    ("03.02", "消化内科", "Gastroenterology", _CLINICAL, "消化科"),
    ("03.03", "神经内科", "Neurology", _CLINICAL, "神内"),
    ("03.04", "心血管内科", "Cardiology", _CLINICAL, "心内科 心内 心脏内科"),
    ("03.05", "血液内科", "Haematology", _CLINICAL, "血液科"),
    ("03.06", "肾病学", "Nephrology", _CLINICAL, "肾内科 肾脏内科"),
    ("03.07", "内分泌科", "Endocrinology", _CLINICAL, "内分泌"),
    ("03.08", "免疫学", "Rheumatology and immunology", _CLINICAL, "风湿免疫科 风湿科"),
    ("03.10", "老年病科", "Geriatrics", _CLINICAL, "老年科 老年医学科"),
    ("04", "外科", "Surgery", _CLINICAL, "大外科"),
    ("04.01", "普通外科", "General surgery", _CLINICAL, "普外科 普外"),
    ("04.02", "神经外科", "Neurosurgery", _CLINICAL, "神外 脑外科"),
    ("04.03", "骨科", "Orthopaedics", _CLINICAL, "骨外科"),
    ("04.04", "泌尿外科", "Urology", _CLINICAL, "泌尿科"),
    ("04.05", "胸外科", "Thoracic surgery", _CLINICAL, ""),
    ("04.06", "心脏大血管外科", "Cardiac surgery", _CLINICAL, "心外科"),
    ("04.07", "烧伤科", "Burns", _CLINICAL, ""),
    ("04.08", "整形外科", "Plastic surgery", _CLINICAL, "整形科"),
    ("05", "妇产科", "Obstetrics and gynaecology", _CLINICAL, "妇科 产科"),
    ("06", "妇女保健科", "Women's health care", _CLINICAL, "妇保科"),
    ("07", "儿科", "Paediatrics", _CLINICAL, "小儿内科 新生儿科"),
    ("08", "小儿外科", "Paediatric surgery", _CLINICAL, ""),
    ("09", "儿童保健科", "Child health care", _CLINICAL, "儿保科"),
    ("10", "眼科", "Ophthalmology", _CLINICAL, ""),
    ("11", "耳鼻咽喉科", "Otorhinolaryngology", _CLINICAL, "耳鼻喉科 五官科"),
    ("12", "口腔科", "Stomatology", (Category.DENTAL,), "牙科 口腔内科 口腔颌面外科 正畸科"),
    ("13", "皮肤科", "Dermatology", _CLINICAL, "皮肤性病科"),
    ("14", "医疗美容科", "Aesthetic medicine", (Category.CLINICAL, Category.DENTAL), "医美科"),
    ("15", "精神科", "Psychiatry", _CLINICAL, "心理科 精神卫生科"),
    ("16", "传染科", "Infectious diseases", _CLINICAL, "感染科 感染性疾病科"),
    ("17", "结核病科", "Tuberculosis", _CLINICAL, ""),
    ("19", "肿瘤科", "Oncology", _CLINICAL, "肿瘤内科"),
    ("20", "急诊医学科", "Emergency medicine", _CLINICAL, "急诊科 急诊 急诊室"),
    ("21", "康复医学科", "Rehabilitation medicine", (Category.CLINICAL, Category.TCM), "康复科"),
    ("22", "运动医学科", "Sports medicine", _CLINICAL, ""),
    ("23", "职业病科", "Occupational diseases", _CLINICAL, ""),
    ("24", "临终关怀科", "Palliative care", _CLINICAL, "安宁疗护科"),
    ("26", "麻醉科", "Anaesthesiology", _CLINICAL, ""),
    ("27", "疼痛科", "Pain medicine", _CLINICAL, ""),
    ("28", "重症医学科", "Intensive care", _CLINICAL, "ICU 重症监护室 危重症"),
    ("30", "医学检验科", "Laboratory medicine", _CLINICAL, "检验科 化验室"),
    ("31", "病理科", "Pathology", _CLINICAL, ""),
    ("32", "医学影像科", "Medical imaging", _CLINICAL, "放射科 影像科 超声科 B超室 核医学科"),
    ("50", "中医科", "Chinese medicine", (Category.TCM,), "中医内科 针灸科 推拿科 中医骨伤科"),
    ("51", "民族医学科", "Ethnic medicine", (Category.TCM,), "藏医科 蒙医科 维医科 傣医科"),
    ("52", "中西医结合科", "Integrated medicine", (Category.TCM,), "中西医结合"),
    ("90", "公共卫生科", "Public health", (Category.PUBLIC_HEALTH,), "公卫科 疾控科 免疫规划科"),
    ("99", "其他", "Other", _ANY, "医务科 院办"),
)

DEPARTMENTS: tuple[Department, ...] = tuple(
    Department(code=code, zh=zh, en=en, categories=categories, words=tuple(words.split()))
    for code, zh, en, categories, words in _ROWS
)
DEPARTMENT_BY_CODE: dict[str, Department] = {one.code: one for one in DEPARTMENTS}


def find(text: str) -> tuple[Department, ...]:
    """The departments that `text` names: one if by its whole name, else all that contain it."""
    wanted = simplified(text).strip().lower()
    if not wanted:
        return ()
    whole = _BY_NAME.get(wanted)
    if whole:
        return whole
    return tuple(one for one, names in _NAMES if any(wanted in name for name in names))


def _names(department: Department) -> tuple[str, ...]:
    names = (department.zh, department.en, department.code, *department.words)
    return tuple(name.lower() for name in names)


def _by_name() -> dict[str, tuple[Department, ...]]:
    found: dict[str, tuple[Department, ...]] = {}
    for one, names in _NAMES:
        for name in dict.fromkeys(names):
            found[name] = (*found.get(name, ()), one)
    return found


_NAMES = tuple((one, _names(one)) for one in DEPARTMENTS)
_BY_NAME = _by_name()
