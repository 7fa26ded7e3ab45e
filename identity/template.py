"""What is kept of a verified face if its person wants that: enough to notice copies later."""

from pydantic import BaseModel, ConfigDict


class Template(BaseModel):
    """The frames of one verified probe.

    `vectors` are frames x dimension little-endian float32, comparable only within `engine`;
    `poses` are yaw and pitch of each frame, as in `identity.face.Pose`.
    """

    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    engine: str
    vectors: bytes
    poses: tuple[tuple[float, float], ...]

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return len(self.vectors) // (4 * len(self.poses))
