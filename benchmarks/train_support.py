"""Train the models that decide between answering, offering candidates and refusing.

    python -m benchmarks.train_support ../shared/data

First the words (`topic.npz`), on this project's own questions (knowledge/asked.tsv and
benchmarks/unanswerable.txt), then the support (`support.json`): on the same questions over the
laws, each judged by words that were learned without it, and on STARD's questions over STARD's
articles with the project's questions that have no answer. The bound below which the laws' model
refuses is set on half a of benchmarks/fresh.jsonl, whose author wrote none of the others; half b
and ../shared/data/questions.jsonl have no part in anything. Run train_ranker first. Needs the dev
dependencies.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from benchmarks.train_meaning import bags
from benchmarks.train_ranker import corpus, write
from knowledge import scope
from knowledge.base import KnowledgeBase
from knowledge.normal import normalise
from knowledge.search import Search
from knowledge.signposts import Signposts
from knowledge.snapshot import take
from knowledge.store import Store
from knowledge.support import FEATURES, features
from knowledge.tokens import ROW_BITS, Codes, keyed_codes, query_codes
from knowledge.topic import FILE, Topic
from knowledge.vocabulary import HERE, read_asked, signposts

L2 = 0.01
STEPS = 6000
FOLDS = 8
FRESH = Path(__file__).parent / "fresh.jsonl"
UNANSWERABLE = Path(__file__).parent / "unanswerable.txt"
WORDS_L2 = 0.25
FEWEST = 2
KEPT = 0.965
SURE = 0.85

Rows = npt.NDArray[np.float64]
Sample = tuple[list[float], bool, bool]


class Words(NamedTuple):
    """A logistic model over the tokens of normalised questions."""

    codes: Codes
    weights: Rows
    squares: Rows
    bias: float

    def write(self, file: Path) -> None:
        """Save what the program reads."""
        np.savez_compressed(
            file,
            codes=self.codes,
            weights=self.weights.astype(np.float32),
            squares=self.squares.astype(np.float32),
            bias=np.float32(self.bias),
        )


def learn_words(texts: Sequence[str], answerable: npt.NDArray[np.bool_]) -> Words:
    """Return the model of the words of questions, both kinds weighing the same."""
    keys = np.unique(keyed_codes(list(texts), 0))
    codes, counts = np.unique(keys >> np.uint64(ROW_BITS), return_counts=True)
    codes, counts = codes[counts >= FEWEST], counts[counts >= FEWEST]
    rarity = np.log1p(len(texts) / counts)
    x = bags(texts, codes, rarity.astype(np.float32))
    sign = np.where(answerable, 1.0, -1.0)
    balance = np.where(answerable, 0.5 / answerable.mean(), 0.5 / (1 - answerable.mean()))

    def loss(at: Rows) -> tuple[float, Rows]:
        margin = sign * (x @ at[:-1] + at[-1])
        slope = -balance * sign / (1 + np.exp(margin))
        value = (balance * np.logaddexp(0, -margin)).sum() + WORDS_L2 / 2 * (at[:-1] ** 2).sum()
        return float(value), np.append(x.T @ slope + WORDS_L2 * at[:-1], slope.sum())

    found = minimize(loss, np.zeros(len(codes) + 1), jac=True, method="L-BFGS-B").x
    return Words(codes, found[:-1] * rarity, rarity**2, float(found[-1]))


def judged_apart(
    texts: Sequence[str], answerable: npt.NDArray[np.bool_], home: Path
) -> list[float]:
    """Return the odds of each question by words that were learned without its fold."""
    fold = np.random.RandomState(1).permutation(len(texts)) % FOLDS
    odds = np.zeros(len(texts))
    for held in range(FOLDS):
        rest = np.flatnonzero(fold != held)
        learn_words([texts[at] for at in rest], answerable[rest]).write(home / "apart.npz")
        model = Topic(home / "apart.npz")
        for at in np.flatnonzero(fold == held):
            odds[at] = model.odds(query_codes(texts[at]))
    return [float(each) for each in odds]


def sample(search: Search, question: str, answerable: bool, odds: float | None = None) -> Sample:
    """Return a question's features, whether it can be answered, and whether notes lead to it."""
    ranking = search.rank(question)
    values = features(ranking, scope.signs(ranking.asked.text))
    if odds is not None:
        values["topic"] = odds
    return [values[name] for name in FEATURES], answerable, ranking.noted


def own() -> list[tuple[str, bool]]:
    """Return the project's questions, with whether they have an answer."""
    asked = [(post.phrases[0], True) for post in read_asked(HERE / "asked.tsv")]
    return asked + [(line, False) for line in UNANSWERABLE.read_text(encoding="utf-8").splitlines()]


def fresh(half: str) -> list[tuple[str, bool]]:
    """Return half of the questions that strangers wrote."""
    rows = [json.loads(line) for line in FRESH.read_text(encoding="utf-8").splitlines()]
    return [(row["q"], bool(row["answers"])) for row in rows if row["half"] == half]


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


def train(name: str, samples: list[Sample], strangers: list[Sample]) -> dict[str, object]:
    """Return one model; its bounds leave shares KEPT and SURE of strangers' questions above."""
    x = np.array([values for values, _, _ in samples])
    y = np.array([answerable for _, answerable, _ in samples])
    weights, bias = fit(x, y)
    chance = 1 / (1 + np.exp(-(x @ weights + bias)))
    apart = np.array([values for values, answer, _ in strangers if answer])
    certain = 1 / (1 + np.exp(-(apart @ weights + bias)))
    refuse, sure = np.quantile(certain, [1 - KEPT, 1 - SURE])
    refused = (chance[~y] < refuse).mean()
    print(f"{name}: {y.sum()} answerable, {(~y).sum()} not; refuses {refused:.3f} of the latter")
    return {
        "weights": dict(zip(FEATURES, weights.round(5).tolist(), strict=True)),
        "bias": round(bias, 5),
        "refuse_below": round(float(refuse), 4),
        "answer_from": round(float(max(sure, refuse)), 4),
    }


def main(shared: Path) -> None:
    """Train the words and both support models, and write them."""
    posts = Signposts(signposts(asked=False))
    questions = own()
    texts = [normalise(question) for question, _ in questions]
    answerable = np.array([answer for _, answer in questions])
    learn_words(texts, answerable).write(FILE)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        odds = judged_apart(texts, answerable, home)
        KnowledgeBase(home / "laws").add([shared / "laws"])
        laws = Search(take(*Store(home / "laws").everything()), posts)
        over_laws = [sample(laws, *each, odds[at]) for at, each in enumerate(questions)]
        shipped = Search(laws.snapshot, Signposts(signposts()))
        strangers = [sample(shipped, *each) for each in fresh("a")]
        snapshot, lay = corpus(shared, home)
        stard = Search(snapshot, posts)
    plain = [sample(stard, question, True) for question, _ in lay[::2]]
    plain += [sample(stard, *each, odds[at]) for at, each in enumerate(questions) if not each[1]]
    plain = [each for each in plain if not each[2]]
    models = {
        "noted": train("noted", over_laws, strangers),
        "plain": train("plain", plain + [each for each in over_laws if not each[2]], plain),
    }
    write("support", models)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
