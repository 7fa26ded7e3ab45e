"""Thresholds that an operator calibrated, with what they rest on; kept in a file as JSON."""

from pydantic import BaseModel, ConfigDict, TypeAdapter

from identity.thresholds import Thresholds


class Calibrated(BaseModel):
    """Thresholds and what they rest on; rates are upper limits with 95 % certainty, from 0 to 1."""

    model_config = ConfigDict(frozen=True)

    thresholds: Thresholds
    people: int
    genuine: int
    impostor: int
    false_matches_at_most: float
    false_refusals: float
    false_refusals_at_most: float


ALL = TypeAdapter(tuple[Calibrated, ...])


def written(found: tuple[Calibrated, ...]) -> str:
    """The text of a calibration file."""
    return ALL.dump_json(found, indent=2).decode() + "\n"


def thresholds_of(text: str) -> tuple[Thresholds, ...]:
    """The thresholds of a calibration file, for `PoolSettings`; raises ValueError."""
    return tuple(one.thresholds for one in ALL.validate_json(text))
