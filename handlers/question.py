"""How the open question of a form is put: a step, the review page, or whether to leave."""

from functools import cache

from handlers import steps
from handlers.effect import Button, Progress, Style
from handlers.scene import Scene, button, quiet
from handlers.session import Form
from registry.service import Service, Step


def ask(scene: Scene) -> None:
    """Put the open question of the running form, or its review page."""
    form = scene.form
    service = scene.service(form)
    if form.leaving:
        _ask_leaving(scene, form, service)
    elif form.step is None:
        _ask_review(scene, form, service)
    else:
        ask_step(scene, form, service, service.step(form.step))


def ask_step(scene: Scene, form: Form, service: Service, step: Step, *extra: Button) -> None:
    """Put one step, with further buttons where an answer to it went wrong."""
    at = service.position(step.id)
    if form.options:
        scene.say(f"choose.{step.id}", count=len(form.options))
    else:
        scene.say(f"ask.{step.id}")
    navigation = [quiet("back")] if at or form.changing else []
    if step.optional:
        navigation.insert(0, button("skip"))
    leave_key = "pause" if service.review else "cancel"
    scene.ask(
        *steps.buttons(step, form),
        *extra,
        *steps.otherwise(step, scene.known),
        *navigation,
        quiet("why"),
        quiet(leave_key),
        input=steps.control(step),
        progress=_progress(service.id, at, len(service.steps)),
    )


def _ask_review(scene: Scene, form: Form, service: Service) -> None:
    rows = [
        {"step": step.id, "kind": step.kind, "value": _label(step, form)} for step in service.steps
    ]
    scene.say("review", service=f"title.{service.id}", rows=rows)
    scene.say(f"review.{service.id}")
    scene.ask(
        button("submit", style=Style.MAIN),
        *[_change(step.id) for step in service.steps],
        quiet("pause"),
        quiet("cancel"),
        progress=_progress(service.id, len(service.steps), len(service.steps)),
    )


def _label(step: Step, form: Form) -> str:
    """What the review shows; an answer that came back for correction has lost its label."""
    answer = form.answers.get(step.id)
    if isinstance(answer, dict) and isinstance(blobs := answer.get("blobs"), list):
        return str(len(blobs))
    return form.labels.get(step.id) or ("" if answer is None else str(answer))


def _ask_leaving(scene: Scene, form: Form, service: Service) -> None:
    scene.say("leaving", service=f"title.{service.id}", count=len(form.answers))
    scene.ask(
        button("keep", style=Style.MAIN),
        button("pause"),
        button("discard", style=Style.DANGER),
    )


@cache
def _change(step: str) -> Button:
    return button(f"change:{step}", "button.change", step=f"label.{step}")


@cache
def _progress(service: str, at: int, of: int) -> Progress:
    return Progress(service=service, at=at, of=of)
