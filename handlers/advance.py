"""The core: one event in, the next session and the effects out. Pure and storable."""

from handlers import ask, attest, capture, erase, film, form, idle, results, template, words
from handlers.call import Function
from handlers.catalogue import Catalogue
from handlers.effect import Effect, Style
from handlers.event import (
    Captured,
    Event,
    Finished,
    Media,
    Opened,
    Pressed,
    Returned,
    Said,
    Uploaded,
)
from handlers.scene import Scene, standing
from handlers.session import Attesting, Filming, Form, Known, Lang, Session, Waiting

Advanced = tuple[Session, tuple[Effect, ...]]

BACK_TO_BOT = frozenset({"menu", "back", "cancel"})


def advance(catalogue: Catalogue, known: Known, session: Session, event: Event) -> Advanced:
    """Take one event; every event of a person ends in something the person sees.

    A `Call` among the effects is to be run at once and its result handed back as `Returned`.
    """
    scene = Scene(catalogue, known, session, event)
    match event:
        case Said():
            _said(scene, event.text)
        case Pressed():
            _pressed(scene, event)
        case Uploaded():
            _uploaded(scene, event)
        case Captured():
            capture.captured(scene, event)
        case Opened():
            idle.opened(scene, event)
        case Returned():
            results.returned(scene, event)
        case Finished():
            results.finished(scene, event)
    if scene.parts:
        scene.ask()
    by_program = isinstance(event, Returned | Finished)
    seen_at = session.seen_at if by_program else event.at
    return scene.result(seen_at=seen_at), tuple(scene.effects)


def _said(scene: Scene, text: str) -> None:
    command = words.command(text)
    if scene.known.handed_over:
        if command in BACK_TO_BOT:
            scene.call(Function.HAND_OVER, on=False)
        return
    if command is not None and _steer(scene, command):
        return
    if template.on_text(scene, text) or _taken_by_top(scene, text) or idle.on_text(scene, text):
        return
    if not words.plain(text):
        scene.say("nothing_said")
        idle.go_on_or_menu(scene)
        return
    ask.question(scene, text)


def _taken_by_top(scene: Scene, text: str) -> bool:
    top = scene.top
    if isinstance(top, Form):
        return form.on_text(scene, text)
    if isinstance(top, Attesting) and words.plain(text) in words.YES:
        return attest.on_press(scene, top, "attest")
    if isinstance(top, Waiting) and not scene.catalogue.is_question(text):
        idle.go_on_or_menu(scene)
        return True
    return False


def _steer(scene: Scene, command: str) -> bool:
    """Carry out a command; False if it means nothing where things stand."""
    match command:
        case "menu" | "greet":
            form.set_aside(scene)
            idle.menu(scene)
        case "lang_zh" | "lang_en":
            idle.set_language(scene, Lang(command.removeprefix("lang_")))
        case "person":
            scene.call(Function.HAND_OVER, on=True)
        case "resume":
            idle.resume(scene)
        case "unbind" if scene.known.bound:
            scene.say("unbind.sure")
            scene.ask(
                standing("go:menu", "button.unbind_no", Style.MAIN),
                standing("unbind_yes", "button.unbind_yes", Style.DANGER),
            )
        case "erase":
            erase.sure(scene)
        case "my_data" | "template":
            idle.press(scene, f"go:{command}")
        case "data_copy":
            form.begin(scene, "data_copy")
        case "forget_template":
            template.decide(scene, keep=False)
        case "withdraw_consent":
            scene.call(Function.WITHDRAW_CONSENT)
        case _:
            return _steer_top(scene, command)
    return True


def _steer_top(scene: Scene, command: str) -> bool:
    top = scene.top
    if isinstance(top, Form):
        match command:
            case "back":
                form.back(scene)
            case "cancel":
                form.leave(scene)
            case "pause":
                _pause(scene)
            case "why":
                form.why(scene)
            case "skip":
                return form.skip(scene)
            case _:
                return False
        return True
    if command in ("back", "cancel", "pause"):
        if top is not None:
            scene.pop()
            scene.say("stopped_here")
        form.go_on(scene)
        return True
    if command == "why":
        scene.say("help")
        idle.go_on_or_menu(scene)
        return True
    return False


def _pause(scene: Scene) -> None:
    form.set_aside(scene)
    idle.menu(scene)


def _pressed(scene: Scene, event: Pressed) -> None:
    if scene.known.handed_over:
        scene.call(Function.HAND_OVER, on=False)
        return
    current = event.turn == scene.turn
    top = scene.top
    if current and event.key in words.STEERING and _steer_top(scene, event.key):
        return
    if current and isinstance(top, Form) and form.on_press(scene, event.key):
        return
    if current and isinstance(top, Attesting) and attest.on_press(scene, top, event.key):
        return
    if idle.press(scene, event.key):
        return
    scene.say("old_button")
    idle.go_on_or_menu(scene)


def _uploaded(scene: Scene, event: Uploaded) -> None:
    if event.problem is not None:
        scene.say(f"upload.{event.problem}")
    elif isinstance(scene.top, Filming) and event.media in film.MEDIA:
        film.uploaded(scene, scene.top, event)
        return
    elif event.media not in (Media.PHOTO, Media.DOCUMENT):
        scene.say(f"media.{event.media}")
    elif isinstance(scene.top, Form) and form.on_upload(scene, event):
        return
    else:
        scene.say("upload.unexpected")
    if event.blob is not None:
        scene.discard(event.blob)
    idle.go_on_or_menu(scene)
