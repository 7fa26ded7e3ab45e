"""Engines that an operator brings files for: checked, aligned, and interchangeable."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from identity.catalogue import MODELS
from identity.decode import Picture
from identity.engines.align112 import SIDE, TEMPLATE, align, similarity
from identity.engines.choice import METRICS, EngineChoice, Kind
from identity.engines.dlib_resnet import WEIGHTS, DlibResNet, models_folder
from identity.engines.load import load
from identity.face import Face
from tests.identity.onnx_file import recogniser, yunet


@pytest.mark.parametrize("kind", [Kind.SFACE, Kind.ONNX])
def test_a_missing_file_is_said_to_be_missing(kind: Kind, tmp_path: Path) -> None:
    if kind is Kind.ONNX:
        pytest.importorskip("onnxruntime", reason="the extra 'onnx' is not installed")
    with pytest.raises(FileNotFoundError, match=r"no \w+ file"):
        load(EngineChoice(kind=kind, weights=tmp_path / "absent.onnx"))


def test_a_file_with_another_digest_is_refused(tmp_path: Path) -> None:
    weights = tmp_path / "weights.dat"
    weights.write_bytes(b"other")
    with pytest.raises(ValueError, match="another SHA-256"):
        load(EngineChoice(weights=weights, sha256="0" * 64))


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    weights = tmp_path / "weights.dat"
    weights.write_bytes(b"other")
    with pytest.raises(ValueError, match="not dlib's"):
        load(EngineChoice(weights=weights))


def test_weights_given_by_path_have_a_version_of_their_own() -> None:
    path = models_folder() / WEIGHTS
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    engine = load(EngineChoice(weights=path, sha256=digest))

    assert isinstance(engine, DlibResNet)
    assert engine.version == f"dlib-{digest[:12]}"
    assert engine.version != DlibResNet().version


def test_every_kind_of_engine_has_a_metric_and_a_recogniser_in_the_catalogue() -> None:
    assert set(METRICS) == set(Kind)
    assert {model.engine for model in MODELS if model.role == "recogniser"} == set(Kind)


def test_the_model_that_forbids_commercial_use_is_not_among_ours() -> None:
    shipped = [model.file for model in MODELS if model.shipped]

    assert "shape_predictor_68_face_landmarks.dat" not in shipped
    assert all(model.commercial for model in MODELS if model.shipped)


@pytest.mark.parametrize("degrees", [0, 20, -75])
@pytest.mark.parametrize("scale", [0.5, 3.0])
def test_alignment_takes_the_landmarks_onto_the_template(degrees: float, scale: float) -> None:
    angle = np.radians(degrees)
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points = TEMPLATE @ spin.T * scale + (40, 90)
    matrix = similarity(points, TEMPLATE)

    assert points @ matrix[:, :2].T + matrix[:, 2] == pytest.approx(TEMPLATE)


def test_an_aligned_face_has_the_size_that_the_networks_expect() -> None:
    points = tuple((x * 2 + 10, y * 2 + 20) for x, y in TEMPLATE.tolist())
    face = Face(0, 0, 200, 200, 1, points, points[0], points[1], points[2])
    chip = align(Picture(np.zeros((300, 300, 3), dtype=np.uint8), 1.0), face)

    assert chip.shape == (SIDE, SIDE, 3)


POINTS = np.array([[220, 280], [320, 280], [270, 330], [235, 380], [305, 380]], float)


@pytest.mark.parametrize(("kind", "dimension"), [(Kind.SFACE, 128), (Kind.ONNX, 512)])
def test_brought_networks_find_and_embed_a_face(kind: Kind, dimension: int, tmp_path: Path) -> None:
    if kind is Kind.ONNX:
        pytest.importorskip("onnxruntime", reason="the extra 'onnx' is not installed")
    weights = recogniser(tmp_path / "recogniser.onnx", dimension)
    detector = yunet(tmp_path / "yunet.onnx", POINTS, (200, 240))
    engine = load(EngineChoice(kind=kind, weights=weights, detector=detector))
    pixels = np.random.default_rng(3).integers(0, 255, (1280, 1280, 3), dtype=np.uint8)
    (face,) = engine.faces(Picture(pixels, 1.0))
    vector = engine.embed(Picture(pixels, 1.0), face)

    assert np.array(face.points) == pytest.approx(POINTS * 2, abs=0.01)
    assert (face.left, face.top, face.width) == pytest.approx((344, 432, 400), abs=0.01)
    assert (vector.shape, engine.dimension) == ((dimension,), dimension)
    assert 0.3 < np.linalg.norm(vector) <= 1
