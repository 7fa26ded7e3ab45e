"""Regular expressions kept as data: one `kind<TAB>pattern` a line, joined within a kind.

A kind that begins with "=" names a part; later patterns use it as `{name}`.
"""

import re
from functools import cache
from pathlib import Path


@cache
def load(name: str) -> dict[str, re.Pattern[str]]:
    """Return the compiled patterns of `<name>.tsv` by kind; case does not matter."""
    lines = (Path(__file__).parent / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    kinds: dict[str, list[str]] = {}
    parts: dict[str, str] = {}
    for line in lines[1:]:
        kind, _, pattern = line.partition("\t")
        for part, meaning in parts.items():
            pattern = pattern.replace(f"{{{part}}}", meaning)
        if kind.startswith("="):
            parts[kind[1:]] = pattern
        else:
            kinds.setdefault(kind, []).append(pattern)
    return {kind: re.compile("|".join(found), re.IGNORECASE) for kind, found in kinds.items()}
