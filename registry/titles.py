"""Professional titles (职称) and degrees of physicians."""

from registry.term import Term


class Title(Term):
    """Professional title, lowest first."""

    NONE = "none", "未定职称", "No title yet"
    JUNIOR = "junior", "初级（士）", "Junior (assistant)"
    RESIDENT = "resident", "住院医师", "Resident physician"
    ATTENDING = "attending", "主治医师", "Attending physician"
    ASSOCIATE_CHIEF = "associate_chief", "副主任医师", "Associate chief physician"
    CHIEF = "chief", "主任医师", "Chief physician"


class Degree(Term):
    """Education (学历), lowest first."""

    SECONDARY = "secondary", "中专", "Secondary vocational school"
    JUNIOR_COLLEGE = "junior_college", "大专", "Junior college"
    BACHELOR = "bachelor", "本科", "Bachelor"
    MASTER = "master", "硕士", "Master"
    DOCTOR = "doctor", "博士", "Doctor"


def rank(term: Title | Degree) -> int:
    """Place of a title or degree in its own order, 0 the lowest."""
    return list(type(term)).index(term)
