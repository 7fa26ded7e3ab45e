"""A fresh capture in the chat itself: one film that shows all steps, or a photo of each."""

from datetime import datetime
from typing import Any

from handlers import capture, idle
from handlers.call import Function
from handlers.effect import Input
from handlers.event import Media, Uploaded
from handlers.scene import Scene, quiet, standing
from handlers.session import Filming, Waiting

MEDIA = frozenset({Media.PHOTO, Media.VIDEO})
MOST_CHALLENGES = 5


def begin(scene: Scene, result: dict[str, Any]) -> None:
    """Ask for the steps of a new challenge; one that was not finished ends."""
    challenge = result["challenge"]
    if not challenge or isinstance(scene.top, Waiting):
        idle.go_on_or_menu(scene)
        return
    if isinstance(scene.top, Filming):
        scene.pop()
    capture.open_verification(scene)
    scene.put(challenges=scene.session.challenges + 1)
    if scene.session.challenges > MOST_CHALLENGES:
        _ask_institution(scene)
        return
    filming = Filming(challenge=challenge, moves=tuple(challenge["moves"]))
    scene.push(filming)
    ask(scene, filming)


def _ask_institution(scene: Scene) -> None:
    """Somebody with a film could ask again until the order that it shows is wanted."""
    scene.pop()
    scene.put(challenges=0)
    scene.say("verify.locked")
    scene.call(Function.REQUEST_VERIFICATION)


def ask(scene: Scene, filming: Filming) -> None:
    """Say what the film or the photos must show, or which photo comes next."""
    if filming.blobs:
        at = len(filming.blobs)
        scene.say("film.next", move=filming.moves[at - 1], at=at + 1, of=_photos(filming))
    else:
        seconds = filming.challenge["seconds"]
        scene.say("film", moves=list(filming.moves), seconds=seconds, photos=_photos(filming))
    scene.ask(
        standing("film", "button.film_again"),
        standing("manual", "button.otherwise.manual_verification"),
        quiet("cancel"),
        input=Input.SELFIE,
    )


def uploaded(scene: Scene, filming: Filming, event: Uploaded) -> None:
    """Take a film as the whole answer, a photo as the next step of it."""
    if event.blob is None:
        scene.say(f"media.{event.media}")
        ask(scene, filming)
    elif event.forwarded:
        scene.discard(event.blob)
        scene.say("upload.forwarded")
        ask(scene, filming)
    elif event.media is Media.VIDEO:
        scene.discard(*filming.blobs)
        _hand_in(scene, filming, (event.blob,), event.at)
    else:
        _photo(scene, filming, (*filming.blobs, event.blob), event.at)


def _photo(scene: Scene, filming: Filming, blobs: tuple[str, ...], at: datetime) -> None:
    if len(blobs) == _photos(filming):
        _hand_in(scene, filming, blobs, at)
        return
    filming = filming.but(blobs=blobs)
    scene.replace_top(filming)
    scene.call(Function.HOLD_PHOTO, blob=blobs[-1])
    ask(scene, filming)


def _hand_in(scene: Scene, filming: Filming, blobs: tuple[str, ...], at: datetime) -> None:
    scene.replace_top(filming.but(blobs=()))
    scene.pop()
    capture.compare(scene, blobs, filming.challenge | {"arrived_at": at.isoformat()}, mirror=True)


def _photos(filming: Filming) -> int:
    """A look straight ahead and every move."""
    return 1 + len(filming.moves)
