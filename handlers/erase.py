"""Deleting what an account holds: asked twice, then done by a job that nobody need wait for."""

from handlers.effect import Style
from handlers.event import JobKind
from handlers.scene import Scene, standing


def sure(scene: Scene) -> None:
    """Say what will be gone and what will not, the safe answer first."""
    scene.say("erase.sure")
    scene.ask(
        standing("go:menu", "button.erase_no", Style.MAIN),
        standing("erase_yes", "button.erase_yes", Style.DANGER),
    )


def begin(scene: Scene) -> None:
    """Start it; these are the last words to this account."""
    scene.clear()
    scene.put(paused=())
    scene.say("erase.begun")
    scene.start(JobKind.ERASE)
    scene.ask()
