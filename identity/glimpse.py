"""What one frame of a capture under way shows."""

from pydantic import BaseModel, ConfigDict

from identity.challenge import Move
from identity.face import Face
from identity.problem import Problem


class Glimpse(BaseModel):
    """The frame's problem, or where the face is and which move it made since the first frame.

    It guides the person and decides nothing: the frames that are kept are judged together later.
    """

    model_config = ConfigDict(frozen=True)

    problem: Problem | None = None
    face: Face | None = None
    move: Move | None = None
