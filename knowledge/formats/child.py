"""The child process that parses what strangers made: little memory, little time, no network use.

Run as `python -m knowledge.formats.child FILE`; prints one JSON object, the marked lines or the
reason for refusing. A crash or a time-out of the child is a refusal too, never one of the caller.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

from knowledge.document import Reason
from knowledge.formats.marked import Marked

MEMORY = 1024 * 2**20
SECONDS = 60
_ROOT = Path(__file__).resolve().parents[2]


def parse(file: Path) -> Marked | Reason:
    """Parse a file in a child; return its lines, or the reason for refusing."""
    command = [sys.executable, "-m", "knowledge.formats.child", str(file.resolve())]
    try:
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, timeout=SECONDS + 5)
    except subprocess.TimeoutExpired:
        return Reason.TOO_SLOW
    if done.returncode < 0:
        return Reason.TOO_SLOW
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return Reason.UNREADABLE
    return Reason(told["reason"]) if "reason" in told else Marked.model_validate(told)


def main(file: Path) -> None:
    """Parse one file under limits and print the outcome."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        told = _read(file).model_dump_json()
    except MemoryError:
        told = json.dumps({"reason": Reason.TOO_LARGE})
    except _no_text_layer():
        told = json.dumps({"reason": Reason.SCAN_WITHOUT_TEXT})
    except Exception:
        told = json.dumps({"reason": Reason.UNREADABLE})
    sys.stdout.write(told)


def _no_text_layer() -> type[Exception]:
    from knowledge.formats.pdf import NoTextLayer

    return NoTextLayer


def _read(file: Path) -> Marked:
    suffix = file.suffix.lower()
    if suffix == ".pdf":
        from knowledge.formats import pdf

        return pdf.read(file)
    if suffix == ".docx":
        from knowledge.formats import docx

        return docx.read(file)
    from knowledge.formats import html, reading

    return html.read(reading.decoded(file.read_bytes()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
