"""Whether a template of the verified face may be kept: offered once, decided at any time."""

from typing import Any

from handlers.call import Function
from handlers.effect import Button, Style
from handlers.scene import Scene, standing
from handlers.words import NO, YES, plain


def end(scene: Scene, *buttons: Button) -> None:
    """Close the message; after a match the offer follows, on a screen of its own."""
    if not due(scene):
        scene.ask(*buttons)
        return
    scene.send(*buttons)
    ask(scene)


def due(scene: Scene) -> bool:
    """Whether this is the moment to ask: after a match, and never a second time."""
    return scene.known.template_offer and not scene.session.offered


def ask(scene: Scene) -> None:
    """Ask for the consent, yes and no alike."""
    scene.say("template.ask")
    scene.ask(
        standing("template:yes", "button.template_yes"),
        standing("template:no", "button.template_no"),
    )
    scene.put(offered=scene.turn)


def on_text(scene: Scene, text: str) -> bool:
    """Take a typed yes or no while this is the newest question; False if it is neither."""
    typed, offered = plain(text), scene.session.offered
    if not offered or offered != scene.turn or typed not in YES | NO:
        return False
    decide(scene, keep=typed in YES)
    return True


def decide(scene: Scene, *, keep: bool) -> None:
    """Record what the person wants."""
    scene.call(Function.KEEP_TEMPLATE, keep=keep)


def show(scene: Scene, result: dict[str, Any]) -> None:
    """Say until when one is kept and how to have it deleted; to who did not agree, ask."""
    if not result["agreed"]:
        ask(scene)
        return
    scene.say("template.state", until=result["until"])
    scene.ask(
        standing("go:menu", "button.go:menu", Style.MAIN),
        standing("template:no", "button.template_delete", Style.DANGER),
    )
