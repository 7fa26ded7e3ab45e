"""Regular expressions kept as data: one `kind<TAB>pattern` a line, joined within a kind."""

import re
from functools import cache
from pathlib import Path


@cache
def load(name: str) -> dict[str, re.Pattern[str]]:
    """Return the compiled patterns of `<name>.tsv` by kind; case does not matter."""
    lines = (Path(__file__).parent / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    kinds: dict[str, list[str]] = {}
    for line in lines[1:]:
        kind, _, pattern = line.partition("\t")
        kinds.setdefault(kind, []).append(pattern)
    return {kind: re.compile("|".join(parts), re.IGNORECASE) for kind, parts in kinds.items()}
