"""Plausible values for every text of the chat, the longest that are usual."""

from typing import Any

_COMMON: dict[str, Any] = {
    "name": "阿依古丽·买买提",
    "institution": "临江市第一人民医院",
    "number": "YZ-2026-004217",
    "service": "title.change_main_institution",
    "step": "label.qualification_number",
    "field": "field.institution_code",
    "count": 3,
    "answered": 3,
    "total": 6,
    "expected": "27/24",
    "found": "26",
    "law": "医师法",
    "title": "进修期间要不要变更注册",
    "article": 18,
    "gloss": "先到卫健部门办变更注册。",
    "as_of": "2026-11-23",
    "since": "2026-03-01",
    "day": "2022-03-01",
    "on": "2025-11-01",
    "reason": "聘用证明看不清单位公章，请重新拍一张。",
    "at": "2026-11-23T10:05:00+08:00",
    "deleted": False,
    "days": 3,
    "minutes": 10,
    "until": "2026-11-24T10:05:00+08:00",
    "path": "/home/doctor/photo.jpg",
    "attested_on": "2025-11-01",
    "due_on": "2026-11-01",
    "overdue": True,
    "due": "2026-12-01",
    "old_institution": "江岸区仁和医院",
    "question": "去进修半年要变更注册吗？",
    "url": "https://yizhu.example",
}

_ROWS = [
    {"step": "institution", "kind": "institution", "value": "临江市第一人民医院"},
    {"step": "start_date", "kind": "date", "value": "2026-12-01"},
    {"step": "department", "kind": "text", "value": ""},
    {"step": "objection_ground", "kind": "choice", "value": "taken"},
    {"step": "employment_proof", "kind": "document", "value": "2"},
]

_FIELDS = [
    {"field": "phone", "value": "138••••0000", "reason": "old", "confirmed_on": "2025-01-01"},
    {"field": "title", "value": "", "reason": "never", "confirmed_on": None},
    {"field": "photo", "value": "", "reason": "contradicted", "confirmed_on": None},
]

_OWN: dict[str, dict[str, Any]] = {
    "review": {"rows": _ROWS},
    "attest.ask": {"rows": [row | {"doubted": row["field"] == "photo"} for row in _FIELDS]},
    "attested": {"confirmed": 3, "doubted": ["title", "department"]},
    "film": {"seconds": 75, "moves": ["turn_left", "closer", "turn_right"], "photos": 4},
    "film.next": {"move": "turn_left", "at": 2, "of": 4},
    "objected": {"number": 42},
    "verify.receipt": {"number": 42, "template": "2027-11-23T10:05:00+08:00"},
    "my_data": {
        "face_consent": "2026-11-20T10:00:00+08:00",
        "template_consent": "2026-11-20T10:02:00+08:00",
        "template_until": "2027-11-23T10:05:00+08:00",
        "photo": True,
        "lines": 240,
        "files": 3,
        "applications": 2,
    },
    "submit.submitted": {
        "digest": "3f" * 32,
        "waits_for": "institution",
        "deadline": "2026-12-01",
        "working_days": 5,
    },
    "applications.one": {
        "service": "change_main_institution",
        "state": "correction",
        "waits_for": "applicant",
        "task": "correct",
        "due": "2026-12-01",
        "working_days_left": 5,
        "reasons": ["聘用证明看不清单位公章，请重新拍一张。"],
        "can_correct": True,
        "can_withdraw": True,
        "steps": [
            {"at": "2026-11-20T10:00:00+08:00", "action": "submit", "body": "", "reason": ""},
            {"at": "2026-11-23T10:00:00+08:00", "action": "return", "body": "", "reason": ""},
        ],
    },
    "file": {
        "level": "执业医师",
        "category": "临床",
        "scopes": ["内科专业", "全科医学专业"],
        "title": "主治医师",
        "department": "心血管内科",
        "filings": [{"institution": "江岸区社区卫生服务中心", "until": "2027-06-30"}],
        "id_number": "••••003X",
        "qualification_number": "••••003X",
        "practice_number": "110420102000001",
        "registration_state": "已注册",
        "account_state": "已激活",
        "registered_on": "2016-05-04",
        "attested_on": None,
        "photo": True,
    },
}


def values_for(key: str) -> dict[str, Any]:
    """Everything that a text may name."""
    return _COMMON | _OWN.get(key, {})
