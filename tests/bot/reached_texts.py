"""Which texts the code can say: constant keys read from the source, families from enums."""

import ast
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from handlers.call import BindOutcome
from handlers.event import JobKind, Media, UploadProblem
from handlers.session import Lang
from identity.challenge import Move
from identity.order import Failure
from identity.problem import Problem as PhotoProblem
from identity.verdict import Verdict
from knowledge.reply import Currency, RefusalKind
from registry.application import Action, State
from registry.attestation import Field, Why
from registry.next_step import Task
from registry.problem import Problem
from registry.reminders import Reminder
from registry.service import ChoiceStep, ConfirmStep, DateStep, InstitutionStep, TextStep
from registry.services import SERVICES
from storage.applications import NotSubmitted, WithdrawOutcome
from storage.ledger import PassedOn

ROOT = Path(__file__).resolve().parents[2]
# Which argument of a call holds the key of a text, by the name of what is called.
PLACES = {"say": 0, "text": 0, "_then_menu": 0, "button": 1, "standing": 1, "tell": 2}
NAMED = {"Part": "message", "Button": "label", "Option": "note"}
HANDED_ON = frozenset({"_then_menu", "_by_outcome"})
# Arguments that carry the key of a text to be put into another one.
CARRIED = frozenset({"service", "step", "field"})
STAR = "*"
# Families of catalogues that other tests look after.
OTHERS = ("telegram.", "web.", "capture.page.", "capture.client.", "copy.")
# It builds labels from the names of buttons that others give.
BUILDERS = ROOT / "handlers" / "scene.py"


class Said:
    """One call in the source that says a text: its patterns, and the values it passes."""

    def __init__(self, patterns: frozenset[str], passed: frozenset[str], open_ended: bool) -> None:
        self.patterns = patterns
        self.passed = passed
        self.open_ended = open_ended
        """Passes a whole result by `**`, so that the values are not to be seen here."""


def _of(enum: type[StrEnum], *without: StrEnum) -> frozenset[str]:
    return frozenset(member.value for member in enum if member not in without)


_STEPS = [step for service in SERVICES.values() for step in service.steps]
_ALL_STEPS = frozenset(step.id for step in _STEPS)
_FOUND = frozenset(step.id for step in _STEPS if isinstance(step, InstitutionStep))
_OFFERED = _FOUND | {step.id for step in _STEPS if isinstance(step, DateStep)}
_CONFIRMED = [step for step in _STEPS if isinstance(step, ConfirmStep)]
_BASES = [basis for service in SERVICES.values() for basis in service.basis]
_BASES += [step.basis for step in _STEPS if step.basis]

# Every family of keys; a new member of an enum, a service or a step needs its texts.
FAMILIES: dict[str, frozenset[str]] = {
    "title.*": frozenset(SERVICES),
    "intro.*": frozenset(SERVICES),
    "review.*": frozenset(SERVICES),
    "label.*": _ALL_STEPS,
    "ask.*": _ALL_STEPS,
    "why.*": _ALL_STEPS,
    "choose.*": _OFFERED,
    "none.*": _OFFERED,
    "not_found.*": _FOUND,
    "example.*": frozenset(s.id for s in _STEPS if isinstance(s, TextStep | DateStep)),
    "choice.*.*": frozenset(
        f"{step.id}.{value}"
        for step in _STEPS
        if isinstance(step, ChoiceStep)
        for value in step.values
    ),
    "button.agree.*": frozenset(step.id for step in _CONFIRMED),
    "button.otherwise.*": frozenset(step.otherwise for step in _CONFIRMED),
    "button.do:*": frozenset(s.id for s in SERVICES.values() if s.listed)
    | {"bind", "verify", "reference_photo", "data_copy"},
    "button.lang:*": _of(Lang),
    "problem.*": _of(Problem),
    "photo.*": _of(PhotoProblem) | _of(Failure),
    "capture.ended.*": _of(Verdict) | {"unavailable", "otherwise", "locked", "busy"},
    "capture.client.step.*": _of(Move),
    "upload.*": _of(UploadProblem),
    "media.*": _of(Media, Media.PHOTO, Media.DOCUMENT),
    "waiting.*": _of(JobKind, JobKind.ANSWER, JobKind.ARTICLE, JobKind.ERASE),
    "button.article.*": frozenset({"before", "after", "next"}),
    "note.*": frozenset({"same_institution", "other_province"}),
    "bind.*": _of(BindOutcome),
    "verify.*": _of(Verdict) | {"unavailable"},
    "manual.*": frozenset({"asked", "bind_first"}),
    "hand_over.*": frozenset({"asked", "back"}),
    "template.*": frozenset({"agreed", "refused", "deleted"}),
    "submit.*": _of(NotSubmitted) | {"submitted", "already_open"},
    "withdraw.*": _of(WithdrawOutcome),
    "passed_on.*": _of(PassedOn),
    "subscribed.*": frozenset({"on", "off", "everything"}),
    "judged.*": frozenset({"useful", "useless", "asked", "gone"}),
    # A question about one's own case goes to the case, without a text.
    "answer.*": _of(RefusalKind, RefusalKind.OWN_CASE)
    | {"answer", "candidates", "guide", "guide_and_law", "reply", "unavailable"},
    "citation.note.*": _of(Currency) | {"guide", "reply"},
    "field.*": _of(Field),
    "law.*": frozenset(basis.law for basis in _BASES),
    "applications.state.*": _of(State),
    "applications.task.*": _of(Task),
    "applications.step.*": _of(Action),
    "reminder.*": frozenset({Reminder.ATTESTATION.value}),
    "attest.reason.*": _of(Why),
}


def expand(pattern: str) -> frozenset[str]:
    """The keys of a pattern; KeyError for a family that nobody enumerates."""
    if STAR not in pattern:
        return frozenset({pattern})
    stem = pattern.split(STAR, 1)[0]
    return frozenset(f"{stem}{value}" for value in FAMILIES[pattern])


def said_in(*folders: str) -> Iterator[Said]:
    """Every call under these folders of the project that says a text."""
    for folder in folders:
        for path in sorted(set((ROOT / folder).rglob("*.py")) - {BUILDERS}):
            tree = ast.parse(path.read_text("utf-8"))
            assigned = _assigned(tree)
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    yield from _said(node, assigned)


def _said(call: ast.Call, assigned: dict[str, list[ast.expr]]) -> Iterator[Said]:
    keywords = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    patterns = set(_patterns(_key_of(call, keywords), assigned))
    carried = [value for name, value in keywords.items() if name in CARRIED]
    for value in carried:
        patterns |= {p for p in _patterns(value, assigned) if "." in p}
    if patterns:
        handed_on = isinstance(call.func, ast.Name) and call.func.id in HANDED_ON
        open_ended = handed_on or any(keyword.arg is None for keyword in call.keywords)
        yield Said(frozenset(patterns), frozenset(keywords), open_ended)


def _key_of(call: ast.Call, keywords: dict[str, ast.expr]) -> ast.expr | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else _name(call.func)
    if name == "_by_outcome":
        return ast.JoinedStr([call.args[0], ast.Constant(f".{STAR}")])
    if name == "quiet" or (name == "button" and len(call.args) == 1):
        return ast.JoinedStr([ast.Constant("button."), call.args[0]])
    if name in NAMED and "data" not in keywords:
        return keywords.get(NAMED[name])
    place = PLACES.get(name)
    return call.args[place] if place is not None and len(call.args) > place else None


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _assigned(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """What each name of a module is ever set to."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def _patterns(node: ast.expr | None, assigned: dict[str, list[ast.expr]]) -> Iterable[str]:
    """The keys that an expression can be; a placeholder is a star, none of ours is nothing."""
    match node:
        case ast.Constant(value=str(text)) if text:
            return [text]
        case ast.IfExp(body=body, orelse=other):
            return [*_patterns(body, assigned), *_patterns(other, assigned)]
        case ast.BoolOp(values=values):
            return [pattern for value in values for pattern in _patterns(value, assigned)]
        case ast.Name(id=name) if name in assigned:
            return [p for value in assigned[name] for p in _patterns(value, {})]
        case ast.JoinedStr(values=values):
            stems = [""]
            for part in values:
                ends = list(_patterns(part, assigned)) or [STAR]
                stems = [stem + end for stem in stems for end in ends]
            return [stem for stem in stems if not stem.startswith((STAR, *OTHERS))]
        case _:
            return []
