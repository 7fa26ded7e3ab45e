"""The lines of an article that answer: chosen, never rewritten."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log1p

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
_EXCEPTION = re.compile("可以不|不适用|无需|不需要|免[交予于除]|不受[^。]*限制|除外")
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
    quoted = {part for at in near for part in _with_context(lines, at)}
    return tuple(sorted(quoted.union(*_exceptions(lines))))


def _exceptions(lines: Sequence[str]) -> Iterator[list[int]]:
    """Yield the paragraphs that make exceptions: a rule without them says the opposite to some.

    医师法 18 was quoted without its second 款 to somebody who asked about a consultation.
    """
    for at, line in enumerate(lines):
        if not _is_item(line) and _EXCEPTION.search(line):
            yield list(range(at, _ending(lines, at)))


def _scores(lines: Sequence[str], weights: Mapping[int, float], question: str) -> list[float]:
    """Return how well each line answers: shared codes, the shape of the answer, its meaning.

    A code counts the more, the fewer lines of the article hold it: what all speak of tells none
    apart.
    """
    asked, mass = cues.asked(question), sum(weights.values())
    meant = meaning().of(query_codes(normalise(question)))
    held = [query_codes(normalise(line)) for line in lines]
    spread = Counter(code for codes in held for code in codes.tolist())
    scores = []
    for line, codes in zip(lines, held, strict=True):
        shared = sum(
            weights[code] * log1p(len(lines) / spread[code])
            for code in codes.tolist()
            if code in weights
        )
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
