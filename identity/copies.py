"""Is a probe made of pictures that were verified before, also cropped, turned or mirrored?

Perceptual hashes (`identity.replay`) miss a picture that was cropped by a twentieth; vectors do
not. Measured in docs/accuracy-faces.md, "Copies".
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from identity.cohort import Matrix, same_photo
from identity.engines.choice import Metric
from identity.template import Template

# Copies keep their pose within this in 98 %, other photos of the same person in 35 %.
SAME_POSE = 0.1


def copied(probe: Template, earlier: Sequence[Template], metric: Metric) -> bool:
    """Whether every frame of the probe is one of an earlier probe; other engines' do not count.

    Not any: who sits at the same desk every day looks alike in one of the frames of a capture.
    """
    known = [one for one in earlier if one.engine == probe.engine]
    if not known:
        return False
    vectors, poses = (np.concatenate(each) for each in zip(*map(_arrays, known), strict=True))
    own, own_poses = _arrays(probe)
    same = same_photo(own, vectors, metric) & _same_pose(own_poses, poses)
    return bool(same.any(axis=1).all())


def _arrays(template: Template) -> tuple[Matrix, Matrix]:
    vectors = np.frombuffer(template.vectors, dtype="<f4")
    return vectors.reshape(len(template.poses), -1), np.array(template.poses, dtype=np.float32)


def _same_pose(a: Matrix, b: Matrix) -> NDArray[np.bool_]:
    """Which rows of a have the pose of which rows of b, or its mirror image."""
    plain, mirrored = (np.abs(a[:, None] - b * [side, 1]).max(axis=2) for side in (1, -1))
    return np.asarray(np.minimum(plain, mirrored) <= SAME_POSE)
