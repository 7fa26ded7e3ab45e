"""Tokens of the index as 64-bit codes: Chinese single characters and pairs, stemmed words.

A code holds two 21-bit slots: a character and the next one (or 0 for a single character). Words
of other scripts are hashed into slots above Unicode, so that no word can meet a character pair.
The lowest 22 bits stay free for a row number, which lets one sort build the whole index.
"""

import re
import zlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import snowballstemmer

Codes = npt.NDArray[np.uint64]

ROW_BITS = 22
SLOT_BITS = 21
SLOT_MASK = 0x1FFFFF
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?")
_BEYOND_UNICODE = 0x110000
_CHINESE = np.zeros(_BEYOND_UNICODE, bool)
_CHINESE[0x3400:0x4DC0] = _CHINESE[0x4E00:0xA000] = _CHINESE[0x20000:] = True
_STEMMER = snowballstemmer.stemmer("english")

STOP_WORDS = frozenset((Path(__file__).parent / "stop_words.txt").read_text().split())


def words(text: str) -> list[str]:
    """Return the stemmed words of other scripts in a normalised text, stop words left out."""
    return [stem(word) for word in _WORD.findall(text) if word not in STOP_WORDS]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the Snowball stem of an English word."""
    return str(_STEMMER.stemWord(word))


@lru_cache(maxsize=50_000)
def word_code(word: str) -> int:
    """Return the code of one stemmed word."""
    data = word.encode()
    high = _BEYOND_UNICODE + zlib.crc32(data) % (2**SLOT_BITS - _BEYOND_UNICODE)
    return int(high << SLOT_BITS) | (zlib.crc32(data, 0x5EED) & SLOT_MASK)


def query_codes(text: str) -> Codes:
    """Return each code of a normalised text once, in the order in which they first occur."""
    characters = _character_codes(_points(text))[0].tolist()
    return np.fromiter(dict.fromkeys([*characters, *map(word_code, words(text))]), np.uint64)


def pair_codes(text: str) -> Codes:
    """Return the code of each character of a text with the one after it."""
    points = _points(text)
    return points[:-1] << np.uint64(SLOT_BITS) | points[1:]


def paired(codes: Codes) -> npt.NDArray[np.bool_]:
    """Tell of each code whether it is a pair of Chinese characters."""
    characters = codes < np.uint64(_BEYOND_UNICODE << SLOT_BITS)
    return np.asarray(characters & ((codes & np.uint64(SLOT_MASK)) != 0))


def _points(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)


def _character_codes(points: Codes) -> tuple[Codes, npt.NDArray[np.intp]]:
    """Return the codes of single characters and pairs, and the position of each."""
    chinese = _CHINESE[points]
    singles = np.flatnonzero(chinese)
    pairs = np.flatnonzero(chinese[:-1] & chinese[1:]) if len(points) > 1 else singles[:0]
    slot = np.uint64(SLOT_BITS)
    codes = np.concatenate([points[singles] << slot, points[pairs] << slot | points[pairs + 1]])
    return codes, np.concatenate([singles, pairs])


def keyed_codes(texts: Iterable[str], first_row: int) -> Codes:
    """Return one sorted array of `code << 22 | row` for normalised texts, repeats kept."""
    batch = list(texts)
    lengths = np.fromiter((len(text) + 1 for text in batch), dtype=np.int64, count=len(batch))
    rows = np.repeat(np.arange(first_row, first_row + len(batch), dtype=np.uint64), lengths)
    codes, positions = _character_codes(_points("\n".join(batch)))
    keys = codes << np.uint64(ROW_BITS) | rows[positions]
    keys = np.concatenate([keys, _word_keys(batch, first_row)])
    keys.sort()
    return keys


def _word_keys(texts: list[str], first_row: int) -> Codes:
    keys = [
        word_code(word) << ROW_BITS | row
        for row, text in enumerate(texts, first_row)
        for word in words(text)
    ]
    return np.array(keys, dtype=np.uint64)
