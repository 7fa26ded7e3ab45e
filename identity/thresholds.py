"""Above which score an engine accepts, and from which on a person must look, per version."""

from pydantic import BaseModel, ConfigDict

from identity.verdict import Scoring, Verdict


class Thresholds(BaseModel):
    """Scores of one engine version and way of scoring; larger is more alike."""

    model_config = ConfigDict(frozen=True)

    engine: str
    scored_by: Scoring
    accept: float
    review: float

    def verdict(self, score: float) -> Verdict:
        """The verdict for a score; both thresholds belong to the better side."""
        if score >= self.accept:
            return Verdict.MATCH
        return Verdict.UNSURE if score >= self.review else Verdict.NO_MATCH


# Chosen on one half of the people and checked on the other: docs/accuracy-faces.md.
SHIPPED = (
    Thresholds(engine="dlib-resnet-v1", scored_by=Scoring.COHORT, accept=3.5, review=2.2),
    Thresholds(engine="dlib-resnet-v1", scored_by=Scoring.DISTANCE, accept=-0.366, review=-0.45),
)


def thresholds_for(
    engine: str, scored_by: Scoring, calibrated: tuple[Thresholds, ...] = ()
) -> Thresholds | None:
    """The operator's own thresholds, else the shipped ones, else None: nothing may be accepted."""
    for known in (*calibrated, *SHIPPED):
        if (known.engine, known.scored_by) == (engine, scored_by):
            return known
    return None
