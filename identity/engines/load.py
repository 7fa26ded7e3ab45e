"""Build the chosen engine; its libraries are imported only then."""

from identity.engines.choice import EngineChoice, Kind
from identity.engines.engine import Engine


def load(choice: EngineChoice) -> Engine:
    """The engine of a choice; raises FileNotFoundError or ValueError when files are not right."""
    if choice.kind is Kind.DLIB:
        from identity.engines.dlib_resnet import DlibResNet

        return DlibResNet(choice.weights)
    raise ValueError(f"{choice.kind} is not built yet")
