"""What a call of this turn, or a job of an earlier one, brought back."""

from collections.abc import Callable
from typing import Any

from handlers import ask, attest, capture, film, form, idle, my_data, question, template
from handlers.call import BindOutcome, Found, Function
from handlers.effect import Style
from handlers.event import Finished, JobKind, Returned
from handlers.scene import Scene, button, quiet, standing
from handlers.session import Form, Waiting

Result = dict[str, Any]


def returned(scene: Scene, event: Returned) -> None:
    """Go on with the result of a call."""
    handle = _CALLS.get(event.function)
    if handle is not None:
        handle(scene, event.result)


def finished(scene: Scene, event: Finished) -> None:
    """Go on with the result of a job; a photo job whose form is gone has nobody to tell."""
    if event.job is JobKind.ANSWER:
        ask.answered(scene, event.result)
    elif event.job is JobKind.ARTICLE:
        ask.read(scene, event.result)
    elif isinstance(scene.top, Waiting) and scene.top.job is event.job:
        scene.pop()
        _photo(scene, event)


def _photo(scene: Scene, event: Finished) -> None:
    outcome = event.result["outcome"]
    if outcome == "problem":
        scene.say(f"photo.{event.result['problem']}")
        if event.result.get("tries_left") == 0:
            scene.say("verify.locked")
            scene.pop()
            scene.call(Function.REQUEST_VERIFICATION)
            return
        form.retake(scene)
        return
    if event.job is JobKind.EXAMINE and outcome == "ready":
        scene.pop()
        scene.call(Function.SUBMIT_PHOTO, blob=event.result["blob"])
        return
    scene.put(challenges=0)
    scene.say(f"verify.{outcome}")
    scene.say("verify.receipt", **event.result["receipt"])
    scene.pop()
    if template.due(scene) and scene.top is None:
        template.end(scene)
    else:
        form.go_on(scene)


def _found(scene: Scene, result: Result) -> None:
    if isinstance(scene.top, Form):
        form.offer(scene, Found.model_validate(result).options)


def _bound(scene: Scene, result: Result) -> None:
    outcome = BindOutcome(result["outcome"])
    if outcome in (BindOutcome.BOUND, BindOutcome.REBOUND, BindOutcome.NAME_VARIANT):
        scene.pop()
        scene.say(f"bind.{outcome}", **result)
        scene.say("bind.next" if result["has_photo"] else "bind.next_photo")
        scene.ask(
            standing("do:verify", "button.do:verify", Style.MAIN)
            if result["has_photo"]
            else standing("do:reference_photo", "button.do:reference_photo", Style.MAIN),
            standing("manual", "button.otherwise.manual_verification"),
            standing("go:menu", "button.go:menu", Style.QUIET),
        )
        return
    scene.say(f"bind.{outcome}", **result)
    top = scene.top
    if isinstance(top, Form):
        scene.replace_top(top.but(step=None))
    scene.ask(
        standing("object", "button.object", Style.MAIN),
        button("change:name", "button.change", step="label.name"),
        button("change:id_number", "button.change", step="label.id_number"),
        button("change:qualification_number", "button.change", step="label.qualification_number"),
        quiet("cancel"),
    )


def _submitted(scene: Scene, result: Result) -> None:
    outcome = result["outcome"]
    scene.say(f"submit.{outcome}", **result)
    top = scene.top
    if outcome in ("same_institution", "institution_closed") and isinstance(top, Form):
        scene.replace_top(top.but(step="institution", changing=True, submitting=False))
        question.ask(scene)
        return
    scene.pop()
    template.end(
        scene,
        standing("go:applications", "button.go:applications", Style.MAIN),
        standing("go:menu", "button.go:menu", Style.QUIET),
    )


def _correction(scene: Scene, result: Result) -> None:
    if not result.get("service"):
        scene.say("correction.gone", number=result["number"])
        idle.menu(scene)
        return
    form.set_aside(scene)
    scene.push(
        Form(
            service=result["service"],
            step=None,
            answers=result["answers"],
            labels=result["labels"],
            correcting=result["number"],
        )
    )
    scene.say("correction", number=result["number"], reason=result["reason"])
    question.ask(scene)


def _then_menu(message: str) -> Callable[[Scene, Result], None]:
    def handle(scene: Scene, result: Result) -> None:
        scene.say(message, **result)
        idle.go_on_or_menu(scene)

    return handle


def _by_outcome(prefix: str) -> Callable[[Scene, Result], None]:
    def handle(scene: Scene, result: Result) -> None:
        scene.say(f"{prefix}.{result['outcome']}", **result)
        idle.go_on_or_menu(scene)

    return handle


def _manual(scene: Scene, result: Result) -> None:
    scene.say(f"manual.{result['outcome']}", **result)
    form.go_on(scene)


def _handed_over(scene: Scene, result: Result) -> None:
    scene.say(f"hand_over.{result['outcome']}", **result)
    if result["outcome"] == "asked":
        scene.ask(standing("go:menu", "button.back_to_bot", Style.QUIET))
    else:
        idle.go_on_or_menu(scene)


def _objected(scene: Scene, result: Result) -> None:
    scene.clear()
    scene.say("objected", **result)
    scene.ask(standing("go:menu", "button.go:menu", Style.QUIET))


_CALLS: dict[Function, Callable[[Scene, Result], None]] = {
    Function.FIND_INSTITUTION: _found,
    Function.BIND: _bound,
    Function.UNBIND: _then_menu("unbound"),
    Function.WITHDRAW_CONSENT: _then_menu("consent_withdrawn"),
    Function.FILE: idle.show_file,
    Function.APPLICATIONS: idle.show_applications,
    Function.SUBMIT: _submitted,
    Function.WITHDRAW: _by_outcome("withdraw"),
    Function.CORRECTION: _correction,
    Function.OBJECT: _objected,
    Function.REQUEST_VERIFICATION: _manual,
    Function.CAPTURE_LINK: capture.offer,
    Function.CHALLENGE: film.begin,
    Function.MY_DATA: my_data.show,
    Function.COPY_LINK: my_data.hand_out,
    Function.TEMPLATE: template.show,
    Function.KEEP_TEMPLATE: _by_outcome("template"),
    Function.SUBMIT_PHOTO: _then_menu("photo_submitted"),
    Function.ATTESTATION: attest.begin,
    Function.ATTEST: _then_menu("attested"),
    Function.SNOOZE: _then_menu("snoozed"),
    Function.STOP_REMINDER: _then_menu("stopped"),
    Function.HAND_OVER: _handed_over,
    Function.ASK_OFFICER: ask.judged,
    Function.JUDGE_ANSWER: ask.judged,
    Function.SUBSCRIBE: _by_outcome("subscribed"),
}
