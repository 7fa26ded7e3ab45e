"""The outcome of a fresh capture: did it answer its challenge, and whose face is it?"""

from pydantic import BaseModel, ConfigDict

from identity.challenge import Move
from identity.order import Failure
from identity.problem import Problem
from identity.verdict import Verification


class Capture(BaseModel):
    """A capture judged: either a failure, or a verification of its best frames.

    `problem` and `frame` name the first picture that could not be used (places from 0), `missing`
    the move that was not seen. `fingerprints` are the hashes of the frames used and of their mirror
    images, for refusing replays; without moves `fresh` is false and the verdict is at most unsure.
    `still` is the look straight ahead of a film as JPEG, for a person who must compare.
    """

    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    failure: Failure | None = None
    missing: Move | None = None
    problem: Problem | None = None
    frame: int | None = None
    fresh: bool = False
    fingerprints: tuple[tuple[str, str], ...] = ()
    verification: Verification | None = None
    still: bytes | None = None
