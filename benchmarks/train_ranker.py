"""Train the ranking models that ship in knowledge/models.

    python -m benchmarks.train_ranker ../shared/data [--bridge]

Trees (`portable.json`, `confirmed.json`): LightGBM lambdarank over STARD's questions, the second
with four fifths of them given as confirmed answers to the last fifth. Weights of the bridge
(`bridge.json`): a linear listwise softmax over this project's own questions
(knowledge/asked.tsv), which do not lead to articles while they are learned from.
../shared/data/questions.jsonl is never trained on. Needs the dev dependencies.
"""

import gzip
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
import numpy.typing as npt

from knowledge import ranker as shipped
from knowledge import search as searching
from knowledge.base import KnowledgeBase
from knowledge.cues import Cue
from knowledge.signals import COLUMNS, Matrix
from knowledge.signposts import Signposts
from knowledge.snapshot import Snapshot, take
from knowledge.store import Confirmed, Store
from knowledge.vocabulary import HERE, read_asked, signposts

FOLDS = 5
TREES = 100
LEAVES = 8
BRIDGE = (
    "evidence",
    "evidence_relative",
    "evidence_law",
    "notes",
    "notes_relative",
    "coverage",
    "presence",
    "title_coverage",
    "law_best",
    "law_share",
    "cue_share",
    "alike",
    "alike_relative",
    "gathered",
    "gathered_relative",
    "meaning",
    "meaning_relative",
    *(f"cue_{cue}" for cue in Cue),
    "penalty_unasked",
    "penalty_missed",
)
SETTINGS = {
    "objective": "lambdarank",
    "num_leaves": LEAVES,
    "learning_rate": 0.1,
    "min_data_in_leaf": 20,
    "lambdarank_truncation_level": 20,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "num_threads": 1,
    "deterministic": True,
    "seed": 0,
    "verbose": -1,
}

Group = tuple[Matrix, npt.NDArray[np.bool_]]


class FirstStage:
    """Stands in for a model while its training data is gathered."""

    def score(self, columns: Matrix) -> npt.NDArray[np.float32]:
        return -columns[:, COLUMNS.index("rank")]


def gather(search: searching.Search, questions: Sequence[tuple[str, set[int]]]) -> list[Group]:
    """Return the columns and the right answers of each question's pool."""
    groups = []
    for question, right in questions:
        pool = search.pool(question)
        groups.append((pool.columns, np.isin(pool.provisions, list(right))))
    return groups


def corpus(shared: Path, home: Path) -> tuple[Snapshot, list[tuple[str, set[int]]]]:
    """Load STARD's articles into a base; return its snapshot and the questions."""
    file = home / "corpus.jsonl"
    file.write_bytes(gzip.decompress((shared / "stard" / "corpus.jsonl.gz").read_bytes()))
    KnowledgeBase(home / "base").add([file])
    snapshot = take(*Store(home / "base").everything())
    number = {source: at for at, source in enumerate(snapshot.source_ids)}
    lines = (shared / "stard" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return snapshot, [(r["query"], {number[str(rel)] for rel in r["rel"]}) for r in rows]


def folds(count: int) -> npt.NDArray[np.int64]:
    """Return the fold of each question; the same every time."""
    return np.random.RandomState(1).permutation(count) % FOLDS


def with_confirmed(
    snapshot: Snapshot, posts: Signposts, questions: list[tuple[str, set[int]]]
) -> list[Group]:
    """Return groups in which every question sees the other folds' answers as confirmed."""
    fold = folds(len(questions))
    groups: dict[int, Group] = {}
    for held in range(FOLDS):
        known = [questions[at] for at in np.flatnonzero(fold != held)]
        search = searching.Search(snapshot, posts, confirmations(snapshot, known))
        own = np.flatnonzero(fold == held).tolist()
        groups.update(zip(own, gather(search, [questions[at] for at in own]), strict=True))
    return [groups[at] for at in range(len(questions))]


def confirmations(snapshot: Snapshot, answered: Sequence[tuple[str, set[int]]]) -> list[Confirmed]:
    """Return answered questions in the form in which officers confirm them."""
    return [
        Confirmed(
            question=question,
            document=snapshot.headings[snapshot.owner[provision]].document,
            article=snapshot.keys[provision],
            day=date(2026, 1, 1),
        )
        for question, right in answered
        for provision in sorted(right)
    ]


def boost(groups: Sequence[Group], columns: Sequence[int]) -> lgb.Booster:
    """Train the trees on groups that hold a right answer."""
    used = [group for group in groups if group[1].any()]
    data = lgb.Dataset(
        np.concatenate([x[:, columns] for x, _ in used]),
        np.concatenate([y for _, y in used]).astype(int),
        group=[len(y) for _, y in used],
    )
    return lgb.train(dict(SETTINGS), data, TREES)


def cross_validated(groups: Sequence[Group], right: Sequence[int], columns: list[int]) -> str:
    """Return R@10, R@100 and MRR@10 of trees that never saw the question's fold."""
    fold = folds(len(groups))
    recall10, recall100, reciprocal = [], [], []
    for held in range(FOLDS):
        model = boost([g for g, f in zip(groups, fold, strict=True) if f != held], columns)
        for at in np.flatnonzero(fold == held):
            x, y = groups[at]
            hits = y[np.argsort(-np.asarray(model.predict(x[:, columns])), kind="stable")]
            recall10.append(hits[:10].sum() / right[at])
            recall100.append(hits[:100].sum() / right[at])
            first = np.flatnonzero(hits[:10])
            reciprocal.append(1 / (first[0] + 1) if len(first) else 0.0)
    figures = (np.mean(recall10), np.mean(recall100), np.mean(reciprocal))
    return "R@10 {:.3f}  R@100 {:.3f}  MRR@10 {:.3f}".format(*figures)


def as_arrays(model: lgb.Booster, columns: Sequence[int]) -> dict[str, Any]:
    """Return trees as arrays: splits, the turns (+1 left, -1 right) to each leaf, leaf values."""
    trees = [_tree(info["tree_structure"], columns) for info in model.dump_model()["tree_info"]]
    names = ("column", "threshold", "path", "value")
    return {"columns": list(COLUMNS)} | {name: [tree[name] for tree in trees] for name in names}


def _tree(root: dict[str, Any], columns: Sequence[int]) -> dict[str, list[Any]]:
    """Return one tree, filled up to LEAVES leaves with ones of value 0."""
    column, threshold = [0] * (LEAVES - 1), [0.0] * (LEAVES - 1)
    path = [[0] * LEAVES for _ in range(LEAVES - 1)]
    value = [0.0] * LEAVES

    def visit(node: dict[str, Any], turns: list[tuple[int, int]]) -> None:
        if "leaf_value" in node:
            leaf = int(node.get("leaf_index", 0))
            value[leaf] = round(node["leaf_value"], 6)
            for split, turn in turns:
                path[split][leaf] = turn
            return
        split = int(node["split_index"])
        column[split] = columns[node["split_feature"]]
        threshold[split] = round(node["threshold"], 6)
        visit(node["left_child"], [*turns, (split, 1)])
        visit(node["right_child"], [*turns, (split, -1)])

    visit(root, [])
    return {"column": column, "threshold": threshold, "path": path, "value": value}


def write(name: str, model: dict[str, Any]) -> None:
    """Save a model beside the code that reads it."""
    text = json.dumps(model, separators=(",", ":"))
    (shipped.MODELS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def linear(groups: Sequence[tuple[Matrix, npt.NDArray[np.bool_]]], l2: float = 0.1) -> Matrix:
    """Return the weights under which a right answer is likeliest to be drawn (softmax)."""
    stacked = np.concatenate([x for x, _ in groups])
    spread = stacked.std(0) + 1e-6
    scaled = [((x - stacked.mean(0)) / spread, y.astype(float)) for x, y in groups if y.any()]
    weights = np.zeros(stacked.shape[1])
    for _ in range(3000):
        slope = l2 * weights
        for x, y in scaled:
            drawn = np.exp(x @ weights - (x @ weights).max())
            drawn /= drawn.sum()
            slope -= x.T @ (drawn * y / (drawn * y).sum() - drawn) / len(scaled)
        weights -= 0.1 * slope
    return (weights / spread).astype(np.float32)


def train_bridge(shared: Path, home: Path, posts: Signposts) -> None:
    """Train the bridge's weights on the project's own questions over the laws."""
    KnowledgeBase(home / "laws").add([shared / "laws"])
    search = searching.Search(take(*Store(home / "laws").everything()), posts)
    questions = [
        (post.phrases[0], {p for s in post.sources for p in search.provisions(s.law, s.article)})
        for post in read_asked(HERE / "asked.tsv")
    ]
    trees = shipped.Ranker(shipped.MODELS / "portable.json")
    columns = [COLUMNS.index(name) for name in BRIDGE]
    groups = [
        (np.column_stack([trees.score(x), x[:, columns]]), y) for x, y in gather(search, questions)
    ]
    weights = [round(float(w), 6) for w in linear(groups)]
    named = dict(zip(BRIDGE, weights[1:], strict=True))
    write("bridge", {"trees": weights[0], "weights": named})
    print("bridge", json.dumps(named))


def main(shared: Path, only_bridge: bool) -> None:
    """Train everything anew, or the bridge alone, and print the cross-validated figures."""
    searching.ranker = lambda name: FirstStage()  # type: ignore[assignment,return-value]
    posts = Signposts(signposts(asked=False))
    columns = list(range(len(COLUMNS)))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if only_bridge:
            train_bridge(shared, home, posts)
            return
        snapshot, questions = corpus(shared, home)
        right = [len(answers) for _, answers in questions]
        for name, groups in (
            ("portable", gather(searching.Search(snapshot, posts), questions)),
            ("confirmed", with_confirmed(snapshot, posts, questions)),
        ):
            print(name, cross_validated(groups, right, columns), flush=True)
            write(name, as_arrays(boost(groups, columns), columns))
        train_bridge(shared, home, posts)


if __name__ == "__main__":
    main(Path(sys.argv[1]), only_bridge="--bridge" in sys.argv)
