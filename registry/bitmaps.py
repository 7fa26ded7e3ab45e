"""Which rows contain a token, as the bits of one integer: twenty thousand rows in 3 KB."""

from collections.abc import Iterable, Iterator, Sequence


class Bitmaps:
    """An inverted index; row numbers are bit positions, so the first rows come out first."""

    def __init__(self, tokens_of_rows: Sequence[Iterable[str]]) -> None:
        """Index the tokens of each row."""
        size = len(tokens_of_rows) // 8 + 1
        rows: dict[str, bytearray] = {}
        for number, tokens in enumerate(tokens_of_rows):
            for token in tokens:
                if token not in rows:
                    rows[token] = bytearray(size)
                rows[token][number >> 3] |= 1 << (number & 7)
        self._all = (1 << len(tokens_of_rows)) - 1
        self._rows = {token: int.from_bytes(bits, "little") for token, bits in rows.items()}

    def having_all(self, tokens: Iterable[str]) -> int:
        """The rows that contain every token; none for no tokens."""
        found = None
        for token in tokens:
            here = self._rows.get(token, 0)
            found = here if found is None else found & here
        return found or 0

    def having_all_but(self, tokens: Sequence[str], missing: int) -> int:
        """The rows that lack at most `missing` of the tokens (one row of counts at a time)."""
        lacking = [self._all] + [0] * missing
        for token in tokens:
            here = self._rows.get(token, 0)
            for count in range(missing, 0, -1):
                lacking[count] = (lacking[count] & here) | (lacking[count - 1] & ~here)
            lacking[0] &= here
        return _union(lacking) if tokens else 0


def numbers(bits: int, limit: int) -> Iterator[int]:
    """The positions of the first `limit` bits."""
    while bits and limit:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
        limit -= 1


def _union(maps: Iterable[int]) -> int:
    union = 0
    for bits in maps:
        union |= bits
    return union
