"""Weight files that an operator brings: present, and the ones they claim to be."""

import hashlib
from pathlib import Path


def digest(path: Path) -> str:
    """The SHA-256 of a file, 64 hexadecimal digits; raises FileNotFoundError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checked(path: Path | None, role: str, sha256: str | None = None) -> tuple[Path, str]:
    """The path and its digest; raises FileNotFoundError, or ValueError for another file."""
    if path is None or not path.is_file():
        raise FileNotFoundError(f"no {role} file at {path}")
    found = digest(path)
    if sha256 is not None and found != sha256.lower():
        raise ValueError(f"{role} file {path.name} has another SHA-256 than was configured")
    return path, found
