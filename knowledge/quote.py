"""The lines of an article that answer: chosen, never rewritten."""

import re
from collections.abc import Mapping, Sequence

from knowledge import cues
from knowledge.meaning import meaning
from knowledge.normal import normalise
from knowledge.tokens import query_codes

_WHOLE = 110
_NEAR = 0.72
_MOST = 3
_CUE_WEIGHT = 0.25
_MEANING_WEIGHT = 0.15
_BACK = re.compile("有前款|前款第")
_PROVISO = re.compile("前款.*(?:的，|但|除外|不适用|也有)")
_CONDITIONS = re.compile(
    "(?:条件|要求|方式|途径|材料|资料|证件)(?:之一)?[的，]?[：:]$|(?:具备|符合|满足)下列"
)


def choose(lines: Sequence[str], weights: Mapping[int, float], question: str) -> tuple[int, ...]:
    """Return the positions of the lines to quote; `weights` are the question's codes.

    A 项 brings the sentence that leads in to it, and the other 项 where they are conditions; a
    lead-in brings its items; what speaks of the 款 before it brings that, and is brought by it.
    """
    if len(lines) == 1 or sum(map(len, lines)) <= _WHOLE:
        return tuple(range(len(lines)))
    scores = _scores(lines, weights, question)
    best = max(scores)
    order = sorted(range(len(lines)), key=lambda at: -scores[at])
    near = [at for at in order if scores[at] >= _NEAR * best][:_MOST]
    return tuple(sorted({part for at in near for part in _with_context(lines, at)}))


def _scores(lines: Sequence[str], weights: Mapping[int, float], question: str) -> list[float]:
    """Return how well each line answers: shared codes, the shape of the answer, its meaning."""
    asked, mass = cues.asked(question), sum(weights.values())
    meant = meaning().of(query_codes(normalise(question)))
    scores = []
    for line in lines:
        codes = query_codes(normalise(line))
        shared = sum(weights.get(code, 0.0) for code in codes.tolist())
        shaped = shared * (1 + _CUE_WEIGHT * len(asked & cues.signs(line)))
        scores.append(shaped + _MEANING_WEIGHT * mass * float(meaning().of(codes) @ meant))
    return scores


def _with_context(lines: Sequence[str], at: int) -> list[int]:
    """Return a line with what it cannot be understood without, or would be misunderstood."""
    found = _paragraph(lines, at)
    if _BACK.search(lines[at]) and found[0]:
        found = [*_paragraph(lines, _opening(lines, found[0] - 1)), *found]
    after = _ending(lines, at)
    if after < len(lines) and _PROVISO.match(lines[after]):
        found.append(after)
    return found


def _paragraph(lines: Sequence[str], at: int) -> list[int]:
    """Return a line with its lead-in, or with its items, or with both."""
    opening = _opening(lines, at)
    if not _leads(lines[opening]):
        return [at]
    whole = list(range(opening, _ending(lines, at)))
    return whole if at == opening or _CONDITIONS.search(lines[opening]) else [opening, at]


def _opening(lines: Sequence[str], at: int) -> int:
    """Return the line that leads in to an item; any other line is its own."""
    while at and _is_item(lines[at]):
        at -= 1
    return at


def _ending(lines: Sequence[str], at: int) -> int:
    """Return the position after the items that follow a line."""
    at += 1
    while at < len(lines) and _is_item(lines[at]):
        at += 1
    return at


def _leads(line: str) -> bool:
    return line.endswith(("：", ":"))


def _is_item(line: str) -> bool:
    return line.startswith(("（", "(", "1", "2", "3", "4", "5", "6", "7", "8", "9"))
