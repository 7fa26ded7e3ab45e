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

    def lacking(self, tokens: Sequence[str], most: int) -> tuple[int, ...]:
        """The rows that lack none of the tokens, those that lack one, and so on up to `most`."""
        lacking = [self._all] + [0] * most
        for token in tokens:
            here = self._rows.get(token, 0)
            for count in range(most, 0, -1):
                lacking[count] = (lacking[count] & here) | (lacking[count - 1] & ~here)
            lacking[0] &= here
        return tuple(lacking)


def numbers(bits: int) -> Iterator[int]:
    """The positions of the bits, lowest first; a pass over the bytes, not over the integer."""
    length = (bits.bit_length() + 7) // 8
    for index, byte in enumerate(bits.to_bytes(length, "little")):
        for offset in _OFFSETS[byte]:
            yield index * 8 + offset


_OFFSETS = tuple(tuple(n for n in range(8) if byte >> n & 1) for byte in range(256))
