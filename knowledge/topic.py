"""Whether a question's own words are those of questions that laws answer.

A logistic model over tokens, trained on the project's own questions by
`benchmarks/train_support.py`. Alone it knows nothing of what the base holds; the support model
weighs it with what was found.
"""

from functools import cache
from pathlib import Path

import numpy as np

from knowledge.tokens import Codes

FILE = Path(__file__).parent / "models" / "topic.npz"


class Topic:
    """The model of a file: for each token its weight, and the square of its rarity."""

    def __init__(self, file: Path) -> None:
        with np.load(file) as stored:
            self._codes: Codes = stored["codes"]
            self._weights = stored["weights"]
            self._squares = stored["squares"]
            self._bias = float(stored["bias"])

    def odds(self, codes: Codes) -> float:
        """Return the logarithm of the odds that a question of these codes is one for the laws."""
        at = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        at = at[self._codes[at] == codes]
        length = float(np.sqrt(self._squares[at].sum()))
        return self._bias + (float(self._weights[at].sum()) / length if length else 0.0)


@cache
def topic() -> Topic:
    """Return the shipped model."""
    return Topic(FILE)
