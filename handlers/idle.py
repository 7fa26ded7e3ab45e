"""Between services: the greeting, the menu, and what can be looked at."""

from typing import Any

from handlers import erase, form, question, template
from handlers.call import Function
from handlers.effect import Button, Style
from handlers.event import JobKind, Opened
from handlers.scene import Scene, blobs_of, standing
from handlers.session import Form, Lang
from handlers.words import intent


def menu(scene: Scene) -> None:
    """What can be done now, the likeliest first."""
    known = scene.known
    if scene.session.recovered:
        scene.say("session.recovered")
        scene.put(recovered=False)
    scene.say("menu.bound" if known.bound else "menu", name=known.name)
    first = _drafts(scene)
    if not known.bound:
        offers = [standing("do:bind", "button.do:bind", Style.PLAIN if first else Style.MAIN)]
    else:
        offers = [
            _service(service.id) for service in scene.catalogue.services.values() if service.listed
        ]
        offers += [
            standing("go:file", "button.go:file"),
            standing("go:applications", "button.go:applications"),
        ]
        if not known.has_photo:
            offers.append(_service("reference_photo"))
        elif known.verified_at is None:
            offers.append(_service("verify"))
    other = Lang.EN if scene.session.lang is Lang.ZH else Lang.ZH
    scene.ask(
        *first,
        *offers,
        standing("go:ask", "button.go:ask"),
        standing(f"lang:{other}", f"button.lang:{other}", Style.QUIET),
    )


def opened(scene: Scene, event: Opened) -> None:
    """Greet a newcomer; show somebody who comes back where the form stood."""
    seen = scene.session.seen_at
    if seen is None:
        scene.say("greeting")
        scene.say("privacy")
    if event.link.startswith(("do:", "go:")):
        press(scene, event.link)
    elif seen is None:
        menu(scene)
    elif isinstance(scene.top, Form) and event.at - seen > scene.catalogue.resume_after:
        resume_card(scene, scene.top)
    elif event.link:
        form.set_aside(scene)
        menu(scene)


def resume_card(scene: Scene, open_form: Form) -> None:
    """Where the form stood, and three ways on."""
    service = scene.catalogue.services[open_form.service]
    scene.say(
        "resume_card",
        service=f"title.{service.id}",
        answered=len(open_form.answers),
        total=len(service.steps),
    )
    scene.ask(
        standing("resume", "button.resume", Style.MAIN),
        standing("start_over", "button.start_over"),
        standing("leave", "button.leave", Style.QUIET),
    )


def resume(scene: Scene) -> None:
    """Go on with the latest draft, or with what is open."""
    if not scene.stack and scene.session.paused:
        *others, latest = scene.session.paused
        scene.put(paused=tuple(others))
        scene.push(latest)
    go_on_or_menu(scene)


def go_on_or_menu(scene: Scene) -> None:
    """Ask again what is open, or show the menu."""
    from handlers import attest, film

    top = scene.top
    if isinstance(top, Form):
        question.ask(scene)
    elif top is None:
        menu(scene)
    elif top.kind == "attesting":
        attest.ask(scene, top)
    elif top.kind == "filming":
        film.ask(scene, top)
    else:
        scene.say("waiting.still")
        scene.ask()


def press(scene: Scene, key: str) -> bool:
    """Take a press of a standing button; False if there is none of that name."""
    name, _, value = key.partition(":")
    call = _CALLS.get(name)
    if call is not None:
        function, argument = call
        scene.call(function, **({argument: value} if argument else {}))
        return True
    match name:
        case "do" if value in scene.catalogue.services:
            form.begin(scene, value)
        case "go" if value in _PLACES:
            _PLACES[value](scene)
        case "lang" if value in ("zh", "en"):
            set_language(scene, Lang(value))
        case "resume":
            resume(scene)
        case "start_over" if isinstance(scene.top, Form):
            _start_over(scene, scene.top)
        case "leave" if isinstance(scene.top, Form):
            form.leave(scene)
        case "capture" if scene.known.capture:
            scene.call(Function.CAPTURE_LINK)
        case "film" if scene.known.films:
            scene.call(Function.CHALLENGE)
        case "template" if value in ("yes", "no"):
            template.decide(scene, keep=value == "yes")
        case "erase":
            erase.sure(scene)
        case "erase_yes":
            erase.begin(scene)
        case "object":
            _object(scene)
        case "whole":
            scene.start(JobKind.ARTICLE, article=value)
        case "useful" | "useless":
            scene.call(Function.JUDGE_ANSWER, answer=value, judgement=name)
        case "subscribe" | "unsubscribe":
            scene.call(Function.SUBSCRIBE, on=name == "subscribe")
        case "withdraw":
            _sure_to_withdraw(scene, value)
        case _:
            return False
    return True


def _start_over(scene: Scene, old: Form) -> None:
    scene.discard(*blobs_of(old))
    scene.clear()
    form.begin(scene, old.service)


def _sure_to_withdraw(scene: Scene, number: str) -> None:
    scene.say("withdraw.sure", number=number)
    scene.ask(
        standing("go:applications", "button.withdraw_no", Style.MAIN),
        standing(f"withdraw_yes:{number}", "button.withdraw_yes", Style.DANGER),
    )


def set_language(scene: Scene, lang: Lang) -> None:
    """Go on in the other language, at the same place."""
    scene.put(lang=lang)
    scene.call(Function.SET_LANGUAGE, lang=lang.value)
    scene.say("lang.set")
    go_on_or_menu(scene)


def on_text(scene: Scene, text: str) -> bool:
    """Start what somebody says they want to do; False if it is a question or anything else."""
    wanted = intent(text)
    if wanted is None:
        return False
    # "换医院要多久?" asks about the service, it does not start it.
    if wanted.startswith("do:") and scene.catalogue.is_question(text):
        return False
    return press(scene, wanted)


def show_file(scene: Scene, result: dict[str, Any]) -> None:
    """The practice file as the register has it, with its age."""
    scene.say("file", **result)
    scene.ask(
        standing("go:attest", "button.go:attest", Style.MAIN),
        standing("do:objection", "button.file_wrong"),
        standing("go:my_data", "button.go:my_data"),
        standing("go:menu", "button.go:menu", Style.QUIET),
    )


def show_applications(scene: Scene, result: dict[str, Any]) -> None:
    """Every application: where it is, who must act, until when."""
    applications = result["applications"]
    if not applications:
        scene.say("applications.none")
        scene.ask(*[_service(s.id) for s in scene.catalogue.services.values() if s.listed])
        return
    for application in applications:
        scene.say("applications.one", **application)
    buttons: list[Button] = []
    for application in applications:
        number = application["number"]
        if application["can_correct"]:
            buttons.append(
                standing(f"correct:{number}", "button.correct", Style.MAIN, number=number)
            )
        if application["can_withdraw"]:
            buttons.append(standing(f"withdraw:{number}", "button.withdraw", number=number))
    scene.ask(*buttons, standing("go:menu", "button.go:menu", Style.QUIET))


def _drafts(scene: Scene) -> list[Button]:
    if not scene.session.paused:
        return []
    service = f"title.{scene.session.paused[-1].service}"
    return [standing("resume", "button.resume_draft", Style.MAIN, service=service)]


def _service(service: str) -> Button:
    return standing(f"do:{service}", f"button.do:{service}")


def _object(scene: Scene) -> None:
    """Start an objection that carries along what was typed at binding, for the clerk to compare."""
    typed = scene.top.answers if isinstance(scene.top, Form) else {}
    form.begin(scene, "objection", typed)


def _file(scene: Scene) -> None:
    _needing_binding(scene, Function.FILE)


def _applications(scene: Scene) -> None:
    _needing_binding(scene, Function.APPLICATIONS)


def _attest(scene: Scene) -> None:
    form.set_aside(scene)
    _needing_binding(scene, Function.ATTESTATION)


def _needing_binding(scene: Scene, function: Function) -> None:
    if scene.known.bound:
        scene.call(function)
    else:
        scene.say("form.bind_first")
        form.begin(scene, "bind")


def _my_data(scene: Scene) -> None:
    scene.call(Function.MY_DATA)


def _template(scene: Scene) -> None:
    scene.call(Function.TEMPLATE)


def _ask_hint(scene: Scene) -> None:
    scene.say("ask.hint")
    open_form = isinstance(scene.top, Form)
    scene.ask(
        standing("resume", "button.resume") if open_form else standing("go:menu", "button.go:menu"),
        standing("subscribe", "button.subscribe", Style.QUIET),
    )


_PLACES = {
    "file": _file,
    "applications": _applications,
    "attest": _attest,
    "menu": menu,
    "ask": _ask_hint,
    "my_data": _my_data,
    "template": _template,
}

# Standing buttons that are one call each, and the name of what follows the colon.
_CALLS: dict[str, tuple[Function, str]] = {
    "manual": (Function.REQUEST_VERIFICATION, ""),
    "officer": (Function.ASK_OFFICER, "answer"),
    "withdraw_yes": (Function.WITHDRAW, "number"),
    "correct": (Function.CORRECTION, "number"),
    "snooze": (Function.SNOOZE, "notice"),
    "stop": (Function.STOP_REMINDER, "rule"),
    "unbind_yes": (Function.UNBIND, ""),
}
