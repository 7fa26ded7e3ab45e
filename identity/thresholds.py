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
    least_likeness: float | None = None

    def verdict(self, score: float, likeness: float) -> Verdict:
        """The verdict for a score and the bare likeness; thresholds belong to the better side.

        Below `least_likeness` nothing is accepted: where the cohort holds nobody like this
        person, normalised scores are high for anybody.
        """
        near = self.least_likeness is None or likeness >= self.least_likeness
        if score >= self.accept and near:
            return Verdict.MATCH
        return Verdict.UNSURE if score >= self.review else Verdict.NO_MATCH


# Chosen on one half of the people and checked on the other: docs/accuracy-faces.md.
SHIPPED = (
    Thresholds(
        engine="dlib-resnet-v2",
        scored_by=Scoring.COHORT,
        accept=5.1,
        review=2.0,
        least_likeness=-0.50,
    ),
    Thresholds(engine="dlib-resnet-v2", scored_by=Scoring.DISTANCE, accept=-0.33, review=-0.45),
)


def thresholds_for(
    engine: str, scored_by: Scoring, calibrated: tuple[Thresholds, ...] = ()
) -> Thresholds | None:
    """The operator's own thresholds, else the shipped ones, else None: nothing may be accepted."""
    for known in (*calibrated, *SHIPPED):
        if (known.engine, known.scored_by) == (engine, scored_by):
            return known
    return None
