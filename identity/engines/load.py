"""Build the chosen engine; its libraries are imported only then."""

from identity.engines.choice import EngineChoice, Kind
from identity.engines.engine import Engine


def load(choice: EngineChoice) -> Engine:
    """The engine of a choice.

    Raises FileNotFoundError for a missing file, ValueError for a wrong one, ImportError for a
    missing library.
    """
    match choice.kind:
        case Kind.DLIB:
            from identity.engines.dlib_resnet import DlibResNet

            return DlibResNet(choice.weights, choice.sha256)
        case Kind.SFACE:
            from identity.engines.sface import SFace

            return SFace(choice.weights, choice.detector, choice.sha256)
        case Kind.ONNX:
            from identity.engines.arcface import ArcFace

            return ArcFace(choice.weights, choice.detector, choice.sha256)
