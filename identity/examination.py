"""What one picture yields: its problem or its vector."""

from pydantic import BaseModel, ConfigDict

from identity.problem import Hint, Problem


class Examination(BaseModel):
    """One picture looked at; with a problem there is no embedding.

    `fingerprint` and `mirror` are 64-bit perceptual hashes as 16 hexadecimal digits, for refusing
    replays; `embedding` is little-endian float32, comparable only within `engine`; `confidence` is
    the detector's own.
    """

    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    problem: Problem | None
    engine: str
    hints: tuple[Hint, ...] = ()
    fingerprint: str | None = None
    mirror: str | None = None
    embedding: bytes | None = None
    confidence: float | None = None
