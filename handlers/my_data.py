"""What is kept of a person, and what the person can do about it, in one place."""

from typing import Any

from handlers.effect import Button, Style
from handlers.scene import Scene, standing


def show(scene: Scene, result: dict[str, Any]) -> None:
    """The state of what is kept, with the ways to change it."""
    scene.say("my_data", **result)
    scene.ask(
        standing("go:menu", "button.go:menu", Style.MAIN),
        standing("do:data_copy", "button.do:data_copy"),
        standing("go:template", "button.go:template"),
        standing("erase", "button.erase", Style.DANGER),
    )


def hand_out(scene: Scene, result: dict[str, Any]) -> None:
    """The link to the copy; where no page can be opened, the way to a person."""
    scene.pop()
    menu = standing("go:menu", "button.go:menu", Style.QUIET)
    if not result["url"]:
        scene.say("data_copy.no_page")
        scene.ask(menu)
        return
    scene.say("data_copy.link", minutes=result["minutes"])
    page = Button(key="open", label="button.open_copy", style=Style.MAIN, url=result["url"])
    scene.ask(page, standing("do:data_copy", "button.capture_again"), menu)
