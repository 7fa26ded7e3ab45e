"""Train the model that decides between answering, offering candidates and refusing.

    python -m benchmarks.train_support ../shared/data

Uses this project's own questions (benchmarks/questions.jsonl) over the laws, and STARD's
questions over STARD's articles with the project's out-of-scope questions as counter-examples.
Reports ../shared/data/questions.jsonl, which it never trains on. Run train_ranker first.
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.train_ranker import OWN_QUESTIONS, corpus, write
from knowledge import scope
from knowledge.base import KnowledgeBase
from knowledge.search import Search
from knowledge.signposts import Signposts
from knowledge.snapshot import take
from knowledge.store import Store
from knowledge.support import FEATURES, features
from knowledge.vocabulary import signposts

L2 = 0.01
STEPS = 6000
KEPT = 0.99
REFUSED = 0.97
SURE = 0.85

Rows = npt.NDArray[np.float64]
Sample = tuple[list[float], bool, bool]


def sample(search: Search, question: str, answerable: bool) -> Sample:
    """Return a question's features, whether it can be answered, and whether notes lead to it."""
    ranking = search.rank(question)
    values = features(ranking, scope.signs(ranking.asked.text))
    return [values[name] for name in FEATURES], answerable, ranking.noted


def load(file: Path) -> list[tuple[str, bool]]:
    """Return the questions of a file with whether they have an answer."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [(row["q"], bool(row["answers"])) for row in rows]


def fit(x: Rows, y: npt.NDArray[np.bool_]) -> tuple[Rows, float]:
    """Return weights and bias of a class-balanced logistic regression."""
    mean, spread = x.mean(0), x.std(0) + 1e-6
    scaled = (x - mean) / spread
    balance = np.where(y, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    weights, bias = np.zeros(x.shape[1]), 0.0
    for _ in range(STEPS):
        wrong = balance * (1 / (1 + np.exp(-(scaled @ weights + bias))) - y)
        weights -= 0.5 * (scaled.T @ wrong / len(y) + L2 * weights)
        bias -= 0.5 * float(wrong.mean())
    return weights / spread, bias - float((weights * mean / spread).sum())


def train(name: str, samples: list[Sample]) -> dict[str, object]:
    """Return one model; its refusal bound lies midway between keeping and refusing enough."""
    x = np.array([values for values, _, _ in samples])
    y = np.array([answerable for _, answerable, _ in samples])
    weights, bias = fit(x, y)
    chance = 1 / (1 + np.exp(-(x @ weights + bias)))
    keeping, sure = np.quantile(chance[y], [1 - KEPT, 1 - SURE])
    refuse = (keeping + np.quantile(chance[~y], REFUSED)) / 2
    refused = (chance[~y] < refuse).mean()
    print(f"{name}: {y.sum()} answerable, {(~y).sum()} not; refuses {refused:.3f} of the latter")
    return {
        "weights": dict(zip(FEATURES, weights.round(5).tolist(), strict=True)),
        "bias": round(bias, 5),
        "refuse_below": round(float(refuse), 4),
        "answer_from": round(float(max(sure, refuse)), 4),
    }


def main(shared: Path) -> None:
    """Train both models and write them."""
    posts = Signposts(signposts())
    own = load(OWN_QUESTIONS)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        KnowledgeBase(home / "laws").add([shared / "laws"])
        laws = Search(take(*Store(home / "laws").everything()), posts)
        over_laws = [sample(laws, question, answerable) for question, answerable in own]
        snapshot, questions = corpus(shared, home)
        stard = Search(snapshot, posts)
    plain = [sample(stard, question, True) for question, _ in questions[::2]]
    plain += [sample(stard, question, False) for question, answerable in own if not answerable]
    plain = [each for each in plain if not each[2]]
    models = {
        "noted": train("noted", over_laws),
        "plain": train("plain", plain + [each for each in over_laws if not each[2]]),
    }
    write("support", models)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
