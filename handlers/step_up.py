"""What a sensitive act waits for: the end of a hold, and a fresh verification."""

from handlers.effect import Style
from handlers.question import ask
from handlers.scene import Scene, quiet, standing
from handlers.session import Form


def waits(scene: Scene, form: Form) -> bool:
    """Whether the service of this form must wait; then the person reads for what.

    Somebody who is bound to nobody can be verified by nobody, and holds nothing but the own chat.
    """
    if not scene.service(form).step_up or not scene.known.bound:
        return False
    if _held(scene):
        _say_held(scene)
    elif not fresh(scene):
        _verify_first(scene, form)
    else:
        return False
    return True


def fresh(scene: Scene) -> bool:
    """Whether the last verification is fresh enough."""
    verified = scene.known.verified_at
    return verified is not None and scene.event.at - verified <= scene.catalogue.step_up


def _held(scene: Scene) -> bool:
    until = scene.known.held_until
    return until is not None and scene.event.at < until


def _say_held(scene: Scene) -> None:
    """Why it waits, until when, and who can let it go on at once; the form stays."""
    until = scene.known.held_until
    scene.say("held", until=until.isoformat() if until else "")
    scene.ask(
        standing("manual", "button.otherwise.manual_verification", Style.MAIN),
        quiet("pause"),
    )


def _verify_first(scene: Scene, form: Form) -> None:
    from handlers.form import new_form

    scene.replace_top(form.but(submitting=True))
    scene.say("step_up")
    if not scene.known.has_photo:
        scene.say("verify.no_photo")
        if scene.service(form).review:
            scene.say("step_up.kept")
        scene.ask(
            standing("manual", "button.otherwise.manual_verification", Style.MAIN),
            standing("do:reference_photo", "button.do:reference_photo"),
            quiet("pause"),
        )
        return
    scene.push(new_form(scene, scene.catalogue.services["verify"]))
    ask(scene)
