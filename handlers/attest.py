"""Attesting the practice file: only what needs the physician, in one message and few taps."""

from typing import Any

from handlers.call import FieldState, Function
from handlers.effect import Style
from handlers.scene import Scene, button, quiet
from handlers.session import Attesting


def begin(scene: Scene, result: dict[str, Any]) -> None:
    """Show what needs the physician now, or say that nothing does."""
    fields = tuple(FieldState.model_validate(field) for field in result["fields"])
    if not fields:
        scene.say("attest.nothing", since=result["attested_on"])
        from handlers.idle import menu

        menu(scene)
        return
    frame = Attesting(fields=fields)
    scene.push(frame)
    ask(scene, frame)


def ask(scene: Scene, frame: Attesting) -> None:
    """The fields with their age and why they are asked; one tap if all are still right."""
    rows = [
        {**field.model_dump(mode="json"), "doubted": field.field in frame.doubted}
        for field in frame.fields
    ]
    scene.say("attest.ask", rows=rows, count=len(rows))
    open_fields = [field.field for field in frame.fields if field.field not in frame.doubted]
    confirm = "button.attest_rest" if frame.doubted else "button.attest_all"
    scene.ask(
        button("attest", confirm, Style.MAIN),
        *[button(f"doubt:{f}", "button.doubt", field=f"field.{f}") for f in open_fields],
        quiet("cancel"),
    )


def on_press(scene: Scene, frame: Attesting, key: str) -> bool:
    """Take a press; False if it is none of these buttons."""
    name, _, value = key.partition(":")
    if name == "doubt" and any(field.field == value for field in frame.fields):
        doubted = frame.but(doubted=(*frame.doubted, value))
        scene.replace_top(doubted)
        ask(scene, doubted)
    elif name == "attest":
        confirmed = [f.field for f in frame.fields if f.field not in frame.doubted]
        scene.pop()
        scene.call(Function.ATTEST, confirmed=confirmed, doubted=list(frame.doubted))
    else:
        return False
    return True
