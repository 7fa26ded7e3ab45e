"""One measured figure, as the benchmarks print it."""

from typing import NamedTuple


class Figure(NamedTuple):
    """A median with its unit; printed as one JSON line by `python -m benchmarks`."""

    name: str
    value: float
    unit: str
