"""Whole conversations: the real program, the real aiogram, a Bot API server on loopback."""

import asyncio
from pathlib import Path

import pytest

from bot.app import App
from bot.delivery import Delivery, Receipt
from bot.gateway import Busy
from handlers.session import Lang
from registry.physician import Physician
from tests.bot.telegram.bot_api import BotApi
from tests.bot.telegram.person import Person, buttons

JPEG = b"\xff\xd8\xff\xe0" + bytes(3000)


async def bind(person: Person, physician: Physician) -> None:
    """From the greeting to a bound account."""
    await person.say("/start")
    await person.sees("greeting")
    await person.press("button.do:bind")
    await person.sees("ask.name")
    await person.say(physician.name)
    await person.sees("ask.id_number")
    await person.say(physician.id_number)
    await person.sees("ask.qualification_number")
    await person.say(str(physician.qualification_number))
    await person.reads(physician.name)


@pytest.mark.parametrize("lang", list(Lang))
async def test_a_newcomer_binds_in_the_language_of_the_telegram(
    start, enrol, api: BotApi, physician: Physician, lang: Lang
) -> None:
    person = Person(api, lang=lang)
    async with start() as app:
        await enrol(app)
        await bind(person, physician)
        await person.say("/menu")
        await person.sees("menu.bound", name=physician.name)


async def test_a_wrong_check_digit_is_explained_and_asked_again(
    start, enrol, api: BotApi, person: Person, physician: Physician
) -> None:
    async with start() as app:
        await enrol(app)
        await person.say("/start do-bind")
        await person.sees("ask.name")
        await person.say("<b>张</b>_伟_")
        await person.say(physician.name)
        await person.sees("ask.id_number")
        wrong = physician.id_number[:-1] + ("1" if physician.id_number[-1] != "1" else "2")
        await person.say(wrong)
        message = await person.sees("ask.id_number")
    assert person.text("problem.wrong_check_digit")[:6] in message["text"]


async def test_progress_stands_first_and_only_the_newest_question_has_its_buttons(
    start, enrol, api: BotApi, person: Person, physician: Physician
) -> None:
    async with start() as app:
        await enrol(app)
        await bind(person, physician)
        await api.until(lambda: len(api.called("editMessageReplyMarkup")) == 4)
    shown = api.shown(77)
    assert [message["text"][:5] for message in shown[1:4]] == ["(1/3)", "(2/3)", "(3/3)"]
    assert [bool(buttons(message)) for message in shown] == [False] * 4 + [True]


async def test_a_press_on_an_old_button_is_answered_and_the_question_asked_again(
    start, api: BotApi, person: Person
) -> None:
    async with start():
        await person.say("/start do-bind")
        await person.sees("ask.name")
        old = api.made(callback_query=person.query(person.text("button.cancel")))
        await person.say("张伟")
        await person.sees("ask.id_number")
        await api.queue(old)
        message = await person.sees("old_button")
        await api.until(lambda: not api.open_queries)
    assert person.text("ask.id_number") in message["text"]


async def test_a_press_that_means_nothing_is_answered(start, api: BotApi, person: Person) -> None:
    async with start():
        await person.say("/start")
        await person.sees("greeting")
        query = person.query(person.text("button.do:bind"))
        await api.update(callback_query=query | {"data": "=99:0123456789abcdef"})
        await person.sees("old_button")
        await api.until(lambda: not api.open_queries)


async def test_the_label_pressed_stands_in_the_log(start, person: Person) -> None:
    async with start() as app:
        await person.say("/start")
        await person.sees("greeting")
        await person.press("button.do:bind")
        await person.sees("ask.name")
        lines = await app.conversation.lines("telegram", "77")
    said = [line.text for line in lines if line.client_id]
    assert said == [person.text("button.do:bind")]


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, "media.voice"),
        ({"location": {"latitude": 30.5, "longitude": 114.3}}, "media.other"),
        ({"contact": {"phone_number": "1", "first_name": "某"}}, "media.other"),
        (
            {"document": {"file_id": "d", "file_unique_id": "d", "file_size": 40_000_000}},
            "upload.too_large",
        ),
    ],
)
async def test_what_cannot_be_taken_gets_one_clear_sentence_and_the_question_again(
    start, api: BotApi, person: Person, content: dict, answer: str
) -> None:
    async with start():
        await person.say("/start do-bind")
        await person.sees("ask.name")
        await person.send(**content)
        message = await person.sees(answer)
    assert (person.text("ask.name") in message["text"], api.called("getFile")) == (True, [])


async def test_a_file_of_a_kind_that_is_not_taken_is_named(start, person: Person) -> None:
    async with start():
        await person.photo(b"GIF89a" + bytes(100))
        await person.sees("upload.format_not_allowed")


async def test_a_photo_nobody_asked_for_is_deleted(start, person: Person) -> None:
    async with start() as app:
        await person.photo(JPEG)
        await person.sees("upload.unexpected")
        await nothing_kept(app)


async def test_a_photo_handed_out_again_is_not_kept_twice(
    start, enrol, api: BotApi, person: Person, physician: Physician
) -> None:
    async with start() as app:
        await enrol(app)
        await bind(person, physician)
        await person.say("/start do-change_main_institution")
        await person.say("取消")
        update = api.made(message=person.message(photo=[]))
        api.files["p"] = JPEG
        update["message"]["photo"] = [
            {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}
        ]
        for _ in range(3):
            await api.queue(update)
            await api.until(lambda: not api.updates)
        await person.sees("upload.unexpected")
        await nothing_kept(app)


async def test_stopping_while_a_file_is_handed_in_keeps_the_file(
    start, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as app:
        handed_in = asyncio.Event()

        async def slow(_: object) -> None:
            handed_in.set()
            await asyncio.sleep(3600)

        monkeypatch.setattr(app.gateway, "receive", slow)
        await person.photo(JPEG)
        await asyncio.wait_for(handed_in.wait(), 10)
    assert len(kept(app)) == 1


async def test_a_busy_program_keeps_no_file_of_an_update_that_comes_again(
    start, api: BotApi, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as app:
        receive, busy = app.gateway.receive, [Busy(0), Busy(0)]

        async def sometimes(delivery: Delivery) -> Receipt:
            if busy:
                raise busy.pop()
            return await receive(delivery)

        monkeypatch.setattr(app.gateway, "receive", sometimes)
        await person.photo(JPEG)
        await person.sees("upload.unexpected")
        await nothing_kept(app)
        assert len(api.called("getFile")) == 3


async def test_an_edit_is_answered_and_changes_nothing(start, api: BotApi, person: Person) -> None:
    async with start() as app:
        await person.say("/start do-bind")
        await person.sees("ask.name")
        before = await app.conversation.lines("telegram", "77")
        edited = person.message(text="改过", edit_date=1_790_000_100)
        await api.update(edited_message=edited)
        await person.sees("telegram.edited")
        assert await app.conversation.lines("telegram", "77") == before
    reply = api.called("sendMessage")[-1]["reply_parameters"]
    assert reply["message_id"] == edited["message_id"]


async def test_in_a_group_it_says_why_it_cannot_stay_and_leaves(
    start, api: BotApi, person: Person
) -> None:
    group = {"id": -100_123, "type": "supergroup", "title": "科室群"}
    async with start() as app:
        await person.send(text="/start@yizhu_bot", chat=group)
        await api.until(lambda: api.called("leaveChat"))
        lines = await app.conversation.lines("telegram", "77")
    (said,) = api.called("sendMessage")
    assert (said["chat_id"], said["text"], lines) == (
        group["id"],
        person.text("telegram.group"),
        [],
    )


async def test_a_bot_put_into_a_group_leaves_it_and_one_put_out_says_nothing(
    start, api: BotApi, person: Person
) -> None:
    bot = {"id": 4242424242, "is_bot": True, "first_name": "医助"}
    group = {"id": -100_123, "type": "supergroup", "title": "科室群"}

    def member(new: str) -> dict:
        return {
            "chat": group,
            "from": person.user,
            "date": 1,
            "old_chat_member": {"status": "left", "user": bot},
            "new_chat_member": {"status": new, "user": bot},
        }

    async with start():
        await api.update(my_chat_member=member("member"))
        await api.until(lambda: api.called("leaveChat"))
        await api.update(my_chat_member=member("left"))
        await api.until(lambda: not api.updates)
    assert len(api.called("sendMessage")) == 1


async def test_two_people_at_once_get_each_their_own_conversation(
    start, api: BotApi, person: Person
) -> None:
    other = Person(api, 78, Lang.EN)
    async with start():
        await person.say("/start do-bind")
        await other.say("/start do-bind")
        await person.sees("ask.name")
        await other.sees("ask.name")


async def test_the_menu_of_commands_is_offered_in_both_languages(start, api: BotApi) -> None:
    async with start():
        await api.until(lambda: len(api.called("setMyCommands")) == 2)
    assert [call.get("language_code", "") for call in api.called("setMyCommands")] == ["", "zh"]


async def test_a_selfie_is_not_even_fetched_where_the_chat_may_not_take_it(
    start, enrol, api: BotApi, person: Person, physician: Physician
) -> None:
    async with start(in_chat_photos=False, public_url="https://yizhu.example") as app:
        await enrol(app)
        await bind(person, physician)
        await person.say("/start do-verify")
        await person.sees("ask.face_consent")
        await person.press("button.agree.face_consent")
        asked = await person.sees("ask.selfie")
        await person.photo(JPEG)
        await person.sees("media.other")
    assert ("https://yizhu.example" in asked["text"], api.called("getFile")) == (True, [])


async def test_a_file_that_our_disk_will_not_keep_is_answered(
    start, person: Person, tmp_path: Path
) -> None:
    async with start():
        (tmp_path / "blobs").write_text("a file where the folder should be")
        await person.photo(JPEG)
        await person.sees("upload.not_fetched")


async def test_an_update_that_fails_by_our_fault_does_not_silence_its_person(
    start, api: BotApi, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.FIRST_WAIT_S", 0.001)
    async with start() as app:

        async def broken(*_: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(app.uploads, "keep", broken)
        await person.photo(JPEG)
        await person.say("/menu")
        await person.sees("menu")
        await api.until(lambda: not api.updates)
    assert len(api.called("getFile")) == 6


def kept(app: App) -> list[str]:
    """The files that are kept."""
    return [path.name for path in (app.settings.home / "blobs").glob("*")]


async def nothing_kept(app: App) -> None:
    """Wait until no file is kept: what a turn let go is deleted after its commit."""
    async with asyncio.timeout(10):
        while kept(app):
            await asyncio.sleep(0.01)
