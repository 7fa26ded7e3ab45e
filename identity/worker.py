"""The worker process: requests on standard input, replies on standard output, until it closes."""

import os
import sys
from collections.abc import Sequence
from typing import BinaryIO

from pydantic import BaseModel

from identity.desk import Desk
from identity.engines.load import load
from identity.fresh import judge
from identity.limits import confine, grant_cpu
from identity.request import (
    REQUEST,
    Examine,
    Failed,
    Follow,
    Judge,
    LoadCohort,
    Request,
    Setup,
    Verify,
)
from identity.wire import pack, read


class Ready(BaseModel):
    """The engine is loaded."""

    engine: str


def main() -> None:
    """Serve until the parent closes the pipe; the first request must be `Setup`."""
    source, sink = sys.stdin.buffer, _own_output()
    desk = _set_up(source, sink)
    confine()
    while desk and (message := read(source)) is not None:
        grant_cpu()
        _send(sink, _answer(desk, REQUEST.validate_json(message[0]), message[1:]))


def _own_output() -> BinaryIO:
    """A private copy of standard output: whatever libraries print must not mix into replies."""
    private = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(private, "wb")


def _set_up(source: BinaryIO, sink: BinaryIO) -> Desk | None:
    message = read(source)
    if message is None:
        return None
    setup = Setup.model_validate_json(message[0])
    try:
        desk = Desk(load(setup.engine), setup.thresholds)
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        _send(sink, Failed(failed=f"{type(error).__name__}: {error}"))
        return None
    _send(sink, Ready(engine=desk.engine.version))
    return desk


def _answer(desk: Desk, request: Request, blobs: Sequence[bytes]) -> BaseModel:
    try:
        return _do(desk, request, blobs)
    except Exception as error:  # the parent decides; the text could describe the picture
        return Failed(failed=type(error).__name__)


def _do(desk: Desk, request: Request, blobs: Sequence[bytes]) -> BaseModel:
    match request:
        case LoadCohort():
            desk.load_cohort(blobs[0])
            return Ready(engine=desk.engine.version)
        case Examine():
            return desk.examine(blobs[0], request.purpose)
        case Verify():
            return desk.verify(blobs[:-1], blobs[-1], request.purpose, request.kept)
        case Follow():
            return desk.follow(blobs[0], request.neutral)
        case Judge():
            *media, reference = blobs
            return judge(desk, request.challenge, media, reference, request.mirror, request.kept)
    raise ValueError(f"{request.do} is not asked twice")


def _send(sink: BinaryIO, reply: BaseModel) -> None:
    sink.write(pack([reply.model_dump_json().encode()]))
    sink.flush()


if __name__ == "__main__":
    main()
