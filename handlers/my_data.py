"""What is kept of a person, and what the person can do about it, in one place."""

from typing import Any

from handlers.effect import Style
from handlers.scene import Scene, standing


def show(scene: Scene, result: dict[str, Any]) -> None:
    """The state of what is kept, with the ways to change it."""
    scene.say("my_data", **result)
    scene.ask(
        standing("go:menu", "button.go:menu", Style.MAIN),
        standing("go:template", "button.go:template"),
        standing("erase", "button.erase", Style.DANGER),
    )
