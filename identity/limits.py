"""Limits that a worker puts on itself, so that a hostile picture harms one request at most."""

import sys
from pathlib import Path

MEMORY_ROOM = 1024 * 1024 * 1024  # a 24-megapixel PNG needs about 200 MB over the loaded models
CPU_SECONDS = 30


def confine() -> None:
    """Cap memory above what is loaded, forbid core dumps and files; no effect outside Unix."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    used = _address_space()
    if used is not None:
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY_ROOM, used + MEMORY_ROOM))


def grant_cpu(seconds: int = CPU_SECONDS) -> None:
    """Allow that many more seconds of CPU; the kernel ends the process beyond them."""
    if sys.platform == "win32":
        return
    import resource

    spent = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(spent.ru_utime + spent.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _address_space() -> int | None:
    """Bytes of address space in use; None where the kernel does not tell (not Linux)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return None
    import resource

    return pages * resource.getpagesize()
