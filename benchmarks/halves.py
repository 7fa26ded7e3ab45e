"""Print the table of repeated halves in docs/accuracy-faces.md.

    python -m benchmarks.halves ../shared/data/faces/images.csv

People are split at random into a cohort and a tested half, many times; means over the splits.
`identity evaluate` prints the fixed split with its intervals.
"""

import asyncio
import csv
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from identity.engines.choice import METRICS, Kind
from identity.evaluate import Portrait, cohort_of, trials
from identity.gallery import examine_all
from identity.pairs import probe_of
from identity.pool import PoolSettings
from identity.rates import Trials, threshold_at
from identity.thresholds import thresholds_for
from identity.verdict import Scoring

SPLITS = {"ea": 30, "ot": 6}
FRAMES = (1, 2, 3)
METRIC = METRICS[Kind.DLIB]
HEAD = (
    "| group, cohort | frames | plain distance | this engine at 1 % | this engine at 0.1 % "
    "| at the shipped threshold: right, false |\n|---|---|---|---|---|---|"
)

Row = tuple[float, ...]


def load(images: Path) -> tuple[list[Portrait], str]:
    """Return the photos that have a face, and the engine's version."""
    with images.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = asyncio.run(examine_all(PoolSettings(), [images.parent / row["path"] for row in rows]))
    photos = [found[images.parent / row["path"]] for row in rows]
    portraits = [
        Portrait(row["identity"], row["group"], probe.vector, probe.weight)
        for row, photo in zip(rows, photos, strict=True)
        if (probe := probe_of(photo)) is not None and probe.weight >= 0
    ]
    return portraits, photos[0].engine


def split(portraits: Sequence[Portrait], seed: int) -> tuple[list[Portrait], list[Portrait]]:
    """Return the photos of a random half of the people, and those of the others."""
    people = sorted({portrait.person for portrait in portraits})
    chosen = set(random.Random(seed).sample(people, len(people) // 2))
    halves: tuple[list[Portrait], list[Portrait]] = ([], [])
    for portrait in portraits:
        halves[portrait.person in chosen].append(portrait)
    return halves


def measured(tested: Sequence[Portrait], others: Sequence[Portrait], frames: int, at: str) -> Row:
    """Return the shares of one split, in the order of the columns."""
    cohort = cohort_of(others, METRIC)
    plain = trials(tested, cohort, Scoring.DISTANCE, frames, METRIC)
    own = trials(tested, cohort, Scoring.COHORT, frames, METRIC)
    shipped = thresholds_for(at, Scoring.COHORT)
    assert shipped is not None
    least = shipped.least_likeness if shipped.least_likeness is not None else -np.inf
    near = replace(own, scores=np.where(plain.scores >= least, own.scores, -np.inf))
    right, false = (near.scores[kind] >= shipped.accept for kind in (own.genuine, own.impostor))
    rates = (_at_rate(plain, 0.001), _at_rate(own, 0.01), _at_rate(own, 0.001))
    return *rates, float(right.mean()), float(false.mean())


def _at_rate(found: Trials, rate: float) -> float:
    bound = threshold_at(found.scores[found.impostor], rate)
    return float((found.scores[found.genuine] >= bound).mean())


def lines(portraits: Sequence[Portrait], engine: str) -> Iterator[str]:
    """Yield the lines of the table; the worst false rate of all splits last."""
    worst = 0.0
    for group, splits in SPLITS.items():
        for mixed in (False, True):
            for frames in FRAMES:
                rows = []
                for seed in range(splits):
                    tested, others = split(portraits, seed)
                    tested = [one for one in tested if one.group == group]
                    others = [one for one in others if mixed or one.group == group]
                    rows.append(measured(tested, others, frames, engine))
                worst = max(worst, *(row[-1] for row in rows))
                *shares, false = np.mean(rows, axis=0) * 100
                cells = " | ".join(f"{share:.1f} %" for share in shares[:-1])
                name = f"{group}, {'mixed' if mixed else 'own'}"
                yield f"| {name} | {frames} | {cells} | {shares[-1]:.1f} %, {false:.3f} % |"
    yield f"\nWorst false rate of any split at the shipped threshold: {100 * worst:.3f} %."


def main(images: Path) -> None:
    """Examine all photos, then print."""
    portraits, engine = load(images)
    print(HEAD)
    for line in lines(portraits, engine):
        print(line, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
