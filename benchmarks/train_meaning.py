"""Train the vectors of tokens that ship in knowledge/models/meaning.npz.

    python -m benchmarks.train_meaning ../shared/data

Phrases that lead to one article (headnotes, lexicon, guides; Chinese and English), and the text of
the article, are drawn together, those of other articles apart (in-batch softmax over cosines, as in
Henderson et al. 2017, "Efficient natural language response suggestion"). No question of any test
or of knowledge/asked.tsv takes part. Needs the dev dependencies.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack

from knowledge.base import KnowledgeBase
from knowledge.meaning import DIMENSION, FILE
from knowledge.normal import normalise
from knowledge.search import Search
from knowledge.signposts import Signposts
from knowledge.snapshot import take
from knowledge.store import Store
from knowledge.tokens import ROW_BITS, Codes, keyed_codes
from knowledge.vocabulary import signposts

FEWEST = 2
EPOCHS = 14
BATCH = 384
RATE = 0.01
HEAT = 0.07
TEXTS = 0.4  # share of partners that are the article's text instead of another phrase

Matrix = npt.NDArray[np.float32]


class Pairs(NamedTuple):
    """Phrases and article texts as bags of tokens, with the articles of each phrase."""

    phrases: csr_matrix
    texts: csr_matrix
    articles: list[npt.NDArray[np.intp]]
    of_article: dict[int, npt.NDArray[np.intp]]


def gather(shared: Path, home: Path) -> tuple[list[str], list[str], list[list[int]]]:
    """Return phrases, article texts by provision, and the provisions of each phrase."""
    KnowledgeBase(home).add([shared / "laws"])
    store = Store(home)
    posts = signposts(asked=False)
    search = Search(take(*store.everything()), Signposts(posts))
    phrases, provisions = [], []
    for post in posts:
        found = sorted({p for s in post.sources for p in search.provisions(s.law, s.article)})
        if found:
            phrases += [normalise(phrase) for phrase in post.phrases]
            provisions += [found] * len(post.phrases)
    texts = [""] * len(search.snapshot.owner)
    for document in store.everything()[1]:
        for provision in document.provisions:
            for at in search.provisions(document.heading.document, provision.key):
                texts[at] = normalise(provision.text)
    return phrases, texts, provisions


def bags(texts: Sequence[str], vocabulary: Codes, weights: Matrix) -> csr_matrix:
    """Return texts as rows of length one over a vocabulary."""
    keys = keyed_codes(list(texts), 0)
    codes, rows = keys >> np.uint64(ROW_BITS), (keys & np.uint64(2**ROW_BITS - 1)).astype(np.intp)
    at = np.minimum(np.searchsorted(vocabulary, codes), len(vocabulary) - 1)
    known = vocabulary[at] == codes
    shape = (len(texts), len(vocabulary))
    made = csr_matrix((weights[at[known]], (rows[known], at[known])), shape=shape)
    lengths = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)).ravel()) + 1e-6
    return csr_matrix(made.multiply((1 / lengths)[:, None]), dtype=np.float32)


def vocabulary_of(phrases: Sequence[str]) -> tuple[Codes, Matrix]:
    """Return the tokens of at least FEWEST phrases, and how rare each is."""
    keys = np.unique(keyed_codes(list(phrases), 0))
    codes, counts = np.unique(keys >> np.uint64(ROW_BITS), return_counts=True)
    kept = counts >= FEWEST
    return codes[kept], np.log1p(len(phrases) / counts[kept]).astype(np.float32)


def unit(x: Matrix) -> tuple[Matrix, Matrix]:
    """Return rows of length one, and the lengths."""
    lengths = np.linalg.norm(x, axis=1, keepdims=True) + 1e-6
    return x / lengths, lengths


def step(vectors: Matrix, a: csr_matrix, b: csr_matrix, alike: npt.NDArray[np.bool_]) -> Matrix:
    """Return the slope of the loss; `alike` marks pairs that are no counter-examples."""
    (left, long_left), (right, long_right) = unit(a @ vectors), unit(b @ vectors)
    scores = left @ right.T / HEAT
    scores[alike] = -1e9
    drawn = np.exp(scores - scores.max(axis=1, keepdims=True))
    drawn /= drawn.sum(axis=1, keepdims=True)
    wrong = (drawn - np.eye(len(drawn), dtype=np.float32)) / (len(drawn) * HEAT)
    to_left, to_right = wrong @ right, wrong.T @ left
    to_left = (to_left - left * (to_left * left).sum(1, keepdims=True)) / long_left
    to_right = (to_right - right * (to_right * right).sum(1, keepdims=True)) / long_right
    return np.asarray(a.T @ to_left + b.T @ to_right, dtype=np.float32)


def batch(
    pairs: Pairs, chosen: npt.NDArray[np.intp], rng: np.random.Generator
) -> tuple[csr_matrix, csr_matrix, npt.NDArray[np.bool_]]:
    """Return phrases, a partner of each, and which partners fit another phrase as well."""
    articles = np.array([rng.choice(pairs.articles[at]) for at in chosen])
    partners = np.array([rng.choice(pairs.of_article[one]) for one in articles])
    texts = rng.random(len(chosen)) < TEXTS
    both = vstack([pairs.phrases[partners], pairs.texts[articles]], format="csr")
    rows = np.arange(len(chosen)) + np.where(texts, len(chosen), 0)
    same = articles[:, None] == articles[None, :]
    np.fill_diagonal(same, False)
    return pairs.phrases[chosen], both[rows], same


def train(pairs: Pairs, tokens: int, seed: int = 0) -> Matrix:
    """Return the vectors of all tokens, trained by Adam."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(0, DIMENSION**-0.5, (tokens, DIMENSION)).astype(np.float32)
    mean, square = np.zeros_like(vectors), np.zeros_like(vectors)
    done, count = 0, len(pairs.articles)
    for epoch in range(EPOCHS):
        rate = RATE * (1 - epoch / EPOCHS) + RATE / 20
        order = rng.permutation(count)
        for start in range(0, count - BATCH, BATCH):
            slope = step(vectors, *batch(pairs, order[start : start + BATCH], rng))
            done += 1
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope**2 - square)
            size = np.sqrt(square / (1 - 0.999**done)) + 1e-8
            vectors -= np.float32(rate / (1 - 0.9**done)) * mean / size
        print("epoch", epoch + 1, flush=True)
    return vectors


def write(vocabulary: Codes, vectors: Matrix, weights: Matrix) -> None:
    """Save the vectors as bytes with a scale a token."""
    scales = np.abs(vectors).max(axis=1) / 127
    np.savez_compressed(
        FILE,
        codes=vocabulary,
        vectors=np.rint(vectors / scales[:, None]).astype(np.int8),
        scales=(scales * weights).astype(np.float32),
    )


def main(shared: Path) -> None:
    """Train and write."""
    with tempfile.TemporaryDirectory() as folder:
        phrases, texts, provisions = gather(shared, Path(folder))
    vocabulary, weights = vocabulary_of(phrases)
    of_article: dict[int, list[int]] = {}
    for at, found in enumerate(provisions):
        for one in found:
            of_article.setdefault(one, []).append(at)
    pairs = Pairs(
        bags(phrases, vocabulary, weights),
        bags(texts, vocabulary, weights),
        [np.array(found) for found in provisions],
        {one: np.array(which) for one, which in of_article.items()},
    )
    print(len(phrases), "phrases,", len(vocabulary), "tokens", flush=True)
    write(vocabulary, train(pairs, len(vocabulary)), weights)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
