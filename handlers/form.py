"""The one wizard: it walks any service, one step at a time, and always shows a way out."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from handlers import step_up, steps
from handlers.call import Function, Option
from handlers.catalogue import Catalogue
from handlers.event import JobKind, Uploaded
from handlers.question import ask, ask_step
from handlers.scene import Scene, blobs_of, button
from handlers.session import Form, Session, Waiting
from handlers.words import YES, plain
from registry.dates import Ambiguous
from registry.problem import Mistake, Problem
from registry.service import (
    Answer,
    Completion,
    ConfirmStep,
    DocumentStep,
    InstitutionStep,
    PhotoStep,
    Service,
    Step,
)

NOTHING: Mapping[str, Answer] = MappingProxyType({})


def begin(scene: Scene, service_id: str, carried: Mapping[str, Answer] = NOTHING) -> None:
    """Start a service, or go on with a draft of it; what was going on becomes a draft.

    `carried` answers of an earlier form go along unasked.
    """
    service = scene.catalogue.services[service_id]
    if service.needs_binding and not scene.known.bound:
        scene.say("form.bind_first")
        begin(scene, "bind")
        return
    set_aside(scene)
    drafts = [form for form in scene.session.paused if form.service == service_id]
    if drafts:
        scene.put(paused=tuple(f for f in scene.session.paused if f.service != service_id))
        scene.push(drafts[-1])
        scene.say("form.draft_found")
    else:
        fresh = new_form(scene, service)
        scene.push(fresh.but(answers={**carried, **fresh.answers}))
        scene.say(f"intro.{service_id}")
    if service.steps:
        ask(scene)
    else:
        complete(scene)


def new_form(scene: Scene, service: Service) -> Form:
    """An empty form of a service; a consent that stands is not asked for again."""
    answers: dict[str, bool] = {}
    if scene.known.face_consent and any(step.id == "face_consent" for step in service.steps):
        answers["face_consent"] = True
    form = Form(service=service.id, step=None, answers=dict(answers))
    return form.but(step=_next_open(service, form.answers))


def set_aside(scene: Scene) -> None:
    """Keep what is going on as a draft, if it has answers worth keeping."""
    base = scene.stack[0] if scene.stack else None
    drafts = scene.session.paused
    if isinstance(base, Form) and base.answers and scene.service(base).review:
        others = tuple(form for form in drafts if form.service != base.service)
        drafts = (*others, base.but(leaving=False, submitting=False))
        scene.say("form.draft_kept", service=f"title.{base.service}")
    scene.clear()
    scene.put(paused=drafts)


def on_text(scene: Scene, text: str) -> bool:
    """Take a typed answer; False if it is no answer to what is open."""
    form = scene.form
    service = scene.service(form)
    if form.leaving:
        return False
    if form.step is None:
        return plain(text) in YES and on_press(scene, "submit")
    step = service.step(form.step)
    reading = steps.read(step, form, text, _today(scene))
    if isinstance(reading, steps.Taken):
        take(scene, step, reading)
        return True
    if isinstance(reading, Option):
        _take_option(scene, form, step, reading)
        return True
    if scene.catalogue.is_question(text):
        return False
    return _not_taken(scene, form, step, reading, text)


def on_press(scene: Scene, key: str) -> bool:
    """Take a press of one of the open question's buttons; False if it is none of them."""
    form = scene.form
    service = scene.service(form)
    step = service.step(form.step) if form.step else None
    name, _, value = key.partition(":")
    match name:
        case "option" if value.isdigit() and int(value) < len(form.options) and step:
            option = form.options[int(value)]
            _take_option(scene, form, step, option)
        case "none" if form.options and step:
            scene.replace_top(form.but(options=()))
            scene.say(f"none.{step.id}")
            ask(scene)
        case "value" if step:
            take(scene, step, steps.Taken(value, value))
        case "agree" | "otherwise" if isinstance(step, ConfirmStep):
            take(scene, step, steps.Taken(name == "agree", ""))
        case "change" if any(s.id == value for s in service.steps):
            scene.replace_top(form.but(step=value, changing=True, options=()))
            ask(scene)
        case "submit" if form.step is None:
            complete(scene)
        case "keep":
            scene.replace_top(form.but(leaving=False))
            ask(scene)
        case "discard" if form.leaving:
            discard(scene)
        case _:
            return False
    return True


def on_upload(scene: Scene, event: Uploaded) -> bool:
    """Take a file where one is asked for; False if none is."""
    form = scene.form
    service = scene.service(form)
    step = _open_upload_step(form, service)
    if step is None or event.blob is None:
        return False
    if event.forwarded and isinstance(step, PhotoStep):
        scene.discard(event.blob)
        scene.say("upload.forwarded")
        ask(scene)
        return True
    kept = form.answers.get(step.id) if form.step is None else None
    earlier = kept["blobs"] if isinstance(kept, dict) and isinstance(kept["blobs"], list) else []
    blobs = [*earlier, event.blob]
    take(scene, step, steps.Taken({"blobs": blobs}, str(len(blobs))))
    return True


def take(scene: Scene, step: Step, taken: steps.Taken) -> None:
    """Keep an answer and go on: to the next open step, the review, or the end."""
    form = scene.form
    service = scene.service(form)
    if isinstance(step, ConfirmStep):
        scene.call(Function.CONSENT, kind=step.id, given=bool(taken.answer))
        if not taken.answer:
            scene.pop()
            scene.call(Function.REQUEST_VERIFICATION)
            return
    answers = {**form.answers, step.id: taken.answer}
    form = form.but(
        step=_next_open(service, answers),
        answers=answers,
        labels={**form.labels, step.id: taken.label},
        options=(),
        changing=False,
    )
    scene.replace_top(form)
    if form.step is None and not service.review:
        complete(scene)
    else:
        ask(scene)


def offer(scene: Scene, options: tuple[Option, ...]) -> None:
    """Show what was found for a step, or say that nothing was."""
    form = scene.form
    scene.replace_top(form.but(options=options))
    if not options:
        scene.say(f"not_found.{form.step}")
    ask(scene)


def back(scene: Scene) -> None:
    """One step back with its answer kept; from the first step, the way out."""
    form = scene.form
    service = scene.service(form)
    at = len(service.steps) if form.step is None else service.position(form.step)
    if form.changing:
        scene.replace_top(form.but(step=None, changing=False, options=()))
    elif at == 0:
        leave(scene)
        return
    else:
        scene.replace_top(form.but(step=service.steps[at - 1].id, options=(), leaving=False))
    ask(scene)


def skip(scene: Scene) -> bool:
    """Leave an optional step empty; False if the step must be answered."""
    form = scene.form
    service = scene.service(form)
    step = service.step(form.step) if form.step else None
    if step is None or not step.optional:
        return False
    take(scene, step, steps.Taken(None, ""))
    return True


def why(scene: Scene) -> None:
    """Say why the open step is asked, with its legal basis, and ask it again."""
    form = scene.form
    service = scene.service(form)
    if form.step is None:
        scene.say("why.review")
    else:
        step = service.step(form.step)
        scene.say(f"why.{step.id}")
        if step.basis:
            scene.say("why.basis", law=step.basis.law, article=step.basis.article)
    ask(scene)


def leave(scene: Scene) -> None:
    """Go away; asked twice only if answers would be lost."""
    form = scene.form
    if form.answers and not form.leaving and scene.service(form).review:
        scene.replace_top(form.but(leaving=True))
        ask(scene)
    else:
        discard(scene)


def discard(scene: Scene) -> None:
    """Throw the form away with its files, and say so."""
    form = scene.form
    scene.discard(*blobs_of(form))
    scene.pop()
    scene.say("form.discarded", service=f"title.{form.service}")
    go_on(scene)


def complete(scene: Scene) -> None:
    """Everything is answered: do what the service is for."""
    form = scene.form
    service = scene.service(form)
    answers = dict(form.answers)
    if step_up.waits(scene, form):
        return
    match service.completion:
        case Completion.BIND:
            scene.call(Function.BIND, **answers)
        case Completion.VERIFY:
            wait_for(scene, JobKind.MATCH, answers["selfie"])
        case Completion.CONFIRM_PHOTO:
            wait_for(scene, JobKind.EXAMINE, answers["id_style_photo"])
        case Completion.SUBMIT:
            scene.call(
                Function.SUBMIT,
                service=service.id,
                answers=answers,
                labels=form.labels,
                correcting=form.correcting,
            )
        case Completion.OBJECT:
            scene.call(Function.OBJECT, answers=answers, labels=form.labels)
        case Completion.COPY:
            scene.call(Function.COPY_LINK)


def go_on(scene: Scene) -> None:
    """After something ended: what lies beneath goes on, or the menu is shown."""
    from handlers.idle import menu

    form = scene.top
    if not isinstance(form, Form):
        menu(scene)
    elif form.submitting and step_up.fresh(scene):
        scene.replace_top(form.but(submitting=False))
        complete(scene)
    elif form.submitting:
        set_aside(scene)
        menu(scene)
    else:
        ask(scene)


def retake(scene: Scene) -> None:
    """Ask for the photo of the running form once more."""
    form = scene.form
    photo = next(s.id for s in scene.service(form).steps if isinstance(s, PhotoStep))
    answers = {key: value for key, value in form.answers.items() if key != photo}
    scene.replace_top(form.but(step=photo, answers=answers))
    ask(scene)


def is_private(catalogue: Catalogue, session: Session) -> bool:
    """Whether what is typed now must not be kept as typed (an ID number)."""
    form = session.stack[-1] if session.stack else None
    if not isinstance(form, Form) or form.step is None:
        return False
    service = catalogue.services[form.service]
    return service.step(form.step).private


def wait_for(scene: Scene, job: JobKind, answer: object, **more: object) -> None:
    """Start the job that looks at an answer's pictures, and wait for it."""
    blobs = answer["blobs"] if isinstance(answer, dict) else []
    scene.push(Waiting(job=job))
    scene.start(job, blobs=blobs, **more)
    scene.say(f"waiting.{job.value}")
    scene.ask()


def _not_taken(scene: Scene, form: Form, step: Step, reading: steps.Reading, text: str) -> bool:
    """Answer a text that is no answer: offer, look up, or say what is wrong with it."""
    if isinstance(reading, Ambiguous):
        options = tuple(Option(value=d.isoformat(), label=d.isoformat()) for d in reading.options)
        scene.replace_top(form.but(options=options))
        scene.say("ambiguous_date")
        ask(scene)
    elif isinstance(step, InstitutionStep):
        scene.replace_top(form.but(options=()))
        scene.call(Function.FIND_INSTITUTION, text=text, step=step.id)
    elif isinstance(reading, Mistake):
        scene.say(f"problem.{reading.problem}", expected=reading.expected, found=reading.found)
        scene.say(f"example.{step.id}")
        if reading.problem is Problem.ID_MISMATCH:
            ask_step(scene, form, scene.service(form), step, button("object"))
        else:
            ask(scene)
    else:
        scene.say("expects_upload" if isinstance(step, PhotoStep | DocumentStep) else "expects")
        ask(scene)
    return True


def _take_option(scene: Scene, form: Form, step: Step, option: Option) -> None:
    if option.note == "same_institution":
        scene.say("note.same_institution", name=option.label)
        scene.replace_top(form.but(options=()))
        ask(scene)
        return
    if option.note:
        scene.say(f"note.{option.note}", name=option.label)
    take(scene, step, steps.Taken(option.value, option.label))


def _open_upload_step(form: Form, service: Service) -> Step | None:
    """The step that a file now would answer; on the review page, one more sheet of the last."""
    if form.step is not None:
        step = service.step(form.step)
        return step if isinstance(step, PhotoStep | DocumentStep) else None
    documents = [step for step in service.steps if isinstance(step, DocumentStep)]
    return documents[-1] if documents else None


def _next_open(service: Service, answers: Mapping[str, Answer]) -> str | None:
    for step in service.steps:
        if step.id not in answers:
            return step.id
    return None


def _today(scene: Scene) -> date:
    return scene.event.at.date()
