"""Does the base support an answer? A small logistic model over the best candidates' signals.

Two sets of weights: `noted` where signposts lead to the head of the pool (the laws of the
lexicon), `plain` elsewhere (a hospital's own documents, any other law).
"""

import json
from functools import cache
from math import exp, log1p
from typing import NamedTuple

import numpy as np

from knowledge import scope
from knowledge.ranker import MODELS
from knowledge.search import Ranking
from knowledge.signals import COLUMNS
from knowledge.tokens import query_codes
from knowledge.topic import topic

FEATURES = (
    "notes",
    "notes_first",
    "alike",
    "alike_first",
    "gathered",
    "meaning",
    "meaning_first",
    "evidence",
    "evidence_law",
    "coverage",
    "top_coverage",
    "pair_presence",
    "cues",
    "unknown",
    "outside",
    "turn",
    "legal",
    "topic",
)


class Support(NamedTuple):
    """The chance that the base answers, with the two bounds between refusing and answering."""

    chance: float
    refuse_below: float
    answer_from: float


class _Model(NamedTuple):
    weights: dict[str, float]
    bias: float
    refuse_below: float
    answer_from: float


def features(ranking: Ranking, signs: scope.Signs) -> dict[str, float]:
    """Return the values of FEATURES for one question; all 0 where nothing was found."""
    columns = ranking.columns

    def most(name: str) -> float:
        return float(columns[:, COLUMNS.index(name)].max(initial=0.0))

    def first(name: str) -> float:
        return float(columns[0, COLUMNS.index(name)]) if len(columns) else 0.0

    return {
        "notes": most("notes"),
        "notes_first": first("notes"),
        "alike": most("alike"),
        "alike_first": first("alike"),
        "gathered": log1p(most("gathered")),
        "meaning": most("meaning"),
        "meaning_first": first("meaning"),
        "evidence": most("evidence"),
        "evidence_law": log1p(first("evidence_law")),
        "coverage": first("coverage"),
        "top_coverage": most("coverage"),
        "pair_presence": first("pair_presence"),
        "cues": min(first("cue_count"), 3.0),
        "unknown": ranking.asked.unknown,
        "outside": signs.outside,
        "turn": float(signs.turn),
        "legal": float(signs.legal),
        "topic": topic().odds(query_codes(ranking.asked.text)),
    }


def judge(ranking: Ranking, signs: scope.Signs) -> Support:
    """Return how far the base supports an answer to a ranked question."""
    model = _models()["noted" if ranking.noted else "plain"]
    values = features(ranking, signs)
    total = model.bias + sum(model.weights[name] * values[name] for name in FEATURES)
    chance = 1 / (1 + exp(-np.clip(total, -30, 30)))
    return Support(float(chance), model.refuse_below, model.answer_from)


@cache
def _models() -> dict[str, _Model]:
    stored = json.loads((MODELS / "support.json").read_text(encoding="utf-8"))
    return {name: _Model(**model) for name, model in stored.items()}
