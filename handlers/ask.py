"""Questions about policy: handed to the knowledge base, answered with the article quoted."""

from typing import Any

from handlers import idle
from handlers.effect import Citation, Style
from handlers.event import JobKind
from handlers.scene import Scene, standing


def question(scene: Scene, text: str) -> None:
    """Start looking; the answer comes in a later turn, and the open step is asked again then."""
    scene.start(JobKind.ANSWER, question=text, topic=scene.session.asked)
    scene.put(asked=text)


def answered(scene: Scene, result: dict[str, Any]) -> None:
    """Say what was found, or plainly that nothing was; then go on where things stood."""
    kind = result["kind"]
    if kind == "own_case":
        idle.press(scene, "go:applications")
        return
    if result.get("patient_details"):
        scene.say("answer.patient_details")
    scene.citations = tuple(Citation.model_validate(c) for c in result.get("citations", ()))
    scene.say(f"answer.{kind}", **result.get("params", {}))
    if scene.top is not None:
        scene.send()
        scene.say("answer.back")
        idle.go_on_or_menu(scene)
        return
    buttons = []
    if kind in _FOR_OFFICERS:
        buttons.append(standing("officer", "button.officer", Style.MAIN))
    scene.ask(*buttons, standing("go:menu", "button.go:menu", Style.QUIET))


_FOR_OFFICERS = frozenset({"not_in_base", "law_not_in_base", "candidates", "unavailable"})
