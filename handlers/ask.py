"""Questions about policy: handed to the knowledge base, answered with the article quoted."""

from typing import Any

from handlers import idle, words
from handlers.effect import REMOVED, Button, Citation, Style
from handlers.event import JobKind
from handlers.scene import Scene, standing


def question(scene: Scene, text: str) -> None:
    """Start looking; the answer comes in a later turn, and the open step is asked again then.

    A patient's details go no further: neither the log nor the job ever holds them.
    """
    kept = scene.catalogue.without_details(text, REMOVED)
    has_details = kept != text
    if has_details:
        scene.reword(kept)
    bare = kept.replace(REMOVED, " ").strip()
    if not words.plain(bare):
        scene.say("answer.patient_details")
        idle.go_on_or_menu(scene)
        return
    topic = scene.session.asked
    scene.start(JobKind.ANSWER, question=bare, topic=topic, patient_details=has_details)
    scene.put(asked=bare)


def answered(scene: Scene, result: dict[str, Any]) -> None:
    """Say what was found, or plainly that nothing was; then go on where things stood."""
    kind = result["kind"]
    if result.get("patient_details"):
        scene.put(asked="")
        scene.say("answer.patient_details")
    if kind == "own_case":
        if scene.parts:
            scene.send()
        idle.press(scene, "go:applications")
        return
    scene.citations = tuple(Citation.model_validate(c) for c in result.get("citations", ()))
    scene.say(f"answer.{kind}", **result.get("params", {}))
    if passed_on := result.get("passed_on"):
        scene.say(f"passed_on.{passed_on}")
    buttons = _judging(kind, result.get("answer"))
    if scene.top is None:
        scene.ask(*buttons, standing("go:menu", "button.go:menu", Style.QUIET))
        return
    scene.send(*buttons)
    scene.say("answer.back")
    idle.go_on_or_menu(scene)


def judged(scene: Scene, result: dict[str, Any]) -> None:
    """Thank for a word on an answer, and say where the question went; then go on."""
    scene.say(f"judged.{result['outcome']}")
    if passed_on := result.get("passed_on"):
        scene.say(f"passed_on.{passed_on}")
    if scene.top is None:
        scene.ask(standing("go:menu", "button.go:menu", Style.QUIET))
    else:
        idle.go_on_or_menu(scene)


def _judging(kind: str, answer: int | None) -> list[Button]:
    """What can be said about an answer; to somebody who got none, the way to an officer."""
    if answer is None:
        return []
    if kind in _FOR_OFFICERS:
        return [standing(f"officer:{answer}", "button.officer", Style.MAIN)]
    if kind not in _ANSWERS:
        return []
    return [
        standing(f"useful:{answer}", "button.useful", Style.QUIET),
        standing(f"useless:{answer}", "button.useless", Style.QUIET),
    ]


# Refusals go to officers by themselves; these only when the asker wants it.
_FOR_OFFICERS = frozenset({"candidates", "unavailable"})
_ANSWERS = frozenset({"answer", "guide", "guide_and_law", "reply"})
