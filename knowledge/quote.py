"""The lines of an article that answer: chosen, never rewritten."""

from collections.abc import Mapping, Sequence

from knowledge import cues
from knowledge.normal import normalise
from knowledge.tokens import query_codes

_WHOLE = 110
_NEAR = 0.72
_MOST = 3
_CUE_WEIGHT = 0.25


def choose(lines: Sequence[str], weights: Mapping[int, float], question: str) -> tuple[int, ...]:
    """Return the positions of the lines to quote; `weights` are the question's codes.

    A 项 brings the sentence that leads in to it; a lead-in brings its items.
    """
    if len(lines) == 1 or sum(map(len, lines)) <= _WHOLE:
        return tuple(range(len(lines)))
    asked = cues.asked(question)
    scores = [_score(line, weights, asked) for line in lines]
    best = max(scores)
    order = sorted(range(len(lines)), key=lambda at: -scores[at])
    near = [at for at in order if scores[at] >= _NEAR * best][:_MOST]
    return tuple(sorted({part for at in near for part in _with_context(lines, at)}))


def _score(line: str, weights: Mapping[int, float], asked: frozenset[cues.Cue]) -> float:
    shared = sum(weights.get(code, 0.0) for code in query_codes(normalise(line)).tolist())
    return shared * (1 + _CUE_WEIGHT * len(asked & cues.signs(line)))


def _with_context(lines: Sequence[str], at: int) -> list[int]:
    if _leads(lines[at]):
        end = at + 1
        while end < len(lines) and _is_item(lines[end]):
            end += 1
        return list(range(at, end))
    if _is_item(lines[at]):
        lead = next((n for n in range(at - 1, -1, -1) if not _is_item(lines[n])), at)
        return [lead, at] if _leads(lines[lead]) else [at]
    return [at]


def _leads(line: str) -> bool:
    return line.endswith(("：", ":"))


def _is_item(line: str) -> bool:
    return line.startswith(("（", "(", "1", "2", "3", "4", "5", "6", "7", "8", "9"))
