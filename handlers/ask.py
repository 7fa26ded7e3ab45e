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
    if scene.session.asked == result.get("asked"):
        scene.put(asked=result["topic"])
    if result.get("patient_details"):
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
    _end(scene, *_reading(scene, result), *_judging(kind, result.get("answer")))


def read(scene: Scene, result: dict[str, Any]) -> None:
    """Show the whole of an article, with the ways to its neighbours."""
    scene.citations = tuple(Citation.model_validate(c) for c in result["citations"])
    scene.say("article.whole" if scene.citations else "article.gone")
    ways = [
        standing(f"whole:{one['to']}", f"button.article.{one['way']}", article=one["article"])
        for one in result.get("others", ())
    ]
    _end(scene, *ways)


def _end(scene: Scene, *buttons: Button) -> None:
    """Close the message; a question that was open is asked again."""
    if scene.top is None:
        scene.ask(*buttons, standing("go:menu", "button.go:menu", Style.QUIET))
        return
    scene.send(*buttons)
    scene.say("answer.back")
    idle.go_on_or_menu(scene)


def _reading(scene: Scene, result: dict[str, Any]) -> list[Button]:
    """The way to the whole article; where our pages can be opened, the citation leads there."""
    answer = result.get("answer")
    if not scene.citations or answer is None or scene.known.capture:
        return []
    return [standing(f"whole:{answer}.0.0", "button.whole")]


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
