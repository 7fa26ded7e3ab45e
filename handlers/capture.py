"""The capture page: its link, and the pictures that come from it instead of one from the chat."""

from collections.abc import Sequence
from typing import Any

from handlers import form, idle
from handlers.effect import Button, Input, Style
from handlers.event import Captured, JobKind
from handlers.scene import Scene, blobs_of, quiet, standing
from handlers.session import Filming, Form, Waiting
from handlers.steps import SELFIE
from registry.service import Completion


def offer(scene: Scene, result: dict[str, Any]) -> None:
    """Hand out the link, with the other ways beside it."""
    if not result["url"]:
        idle.go_on_or_menu(scene)
        return
    scene.say("capture.link", minutes=result["minutes"])
    page = Button(key="open", label="button.open", style=Style.MAIN, url=result["url"])
    ways = (
        standing("capture", "button.capture_again"),
        standing("manual", "button.otherwise.manual_verification"),
    )
    if _verifying(scene):
        scene.ask(page, *ways, quiet("cancel"), input=Input.SELFIE)
    else:
        scene.ask(page, *ways, standing("go:menu", "button.go:menu", Style.QUIET))


def captured(scene: Scene, event: Captured) -> None:
    """Have the pictures compared, whatever is going on; that goes on afterwards."""
    known = scene.known
    if not (known.bound and known.has_photo and known.face_consent) or _waiting(scene):
        scene.discard(*event.blobs)
        scene.say("capture.unused")
        idle.go_on_or_menu(scene)
        return
    if isinstance(scene.top, Filming):
        scene.pop()
    open_verification(scene)
    compare(scene, event.blobs, event.challenge, mirror=False)


def open_verification(scene: Scene) -> None:
    """The form that the pictures of a challenge belong to is on top."""
    if not _verifying(scene):
        scene.push(form.new_form(scene, scene.catalogue.services["verify"]))


def compare(scene: Scene, blobs: Sequence[str], challenge: dict[str, Any], *, mirror: bool) -> None:
    """Have pictures compared as the answer to a challenge; `mirror` if a phone may mirror them."""
    top = scene.form
    answer: dict[str, Any] = {"blobs": list(blobs)}
    scene.discard(*blobs_of(top))
    scene.replace_top(top.but(answers={**top.answers, SELFIE: answer}, step=None))
    form.wait_for(scene, JobKind.MATCH, answer, challenge=challenge, mirror=mirror)


def _verifying(scene: Scene) -> bool:
    top = scene.top
    if not isinstance(top, Form):
        return False
    return scene.catalogue.services[top.service].completion is Completion.VERIFY


def _waiting(scene: Scene) -> bool:
    return isinstance(scene.top, Waiting)
