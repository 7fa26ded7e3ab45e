"""Telegram's payloads as deliveries."""

from typing import Any

import pytest
from aiogram.types import Update

from bot.channels import telegram_read
from bot.channels.telegram_read import File
from bot.delivery import Channel, Delivery
from handlers.event import Media

USER = {"id": 77, "is_bot": False, "first_name": "某", "language_code": "zh-hans"}
CHAT = {"id": 77, "type": "private", "first_name": "某"}
GROUP = {"id": -100123, "type": "supergroup", "title": "科室群"}
SMALL = {"file_id": "s", "file_unique_id": "s", "width": 90, "height": 60, "file_size": 900}
LARGE = {"file_id": "l", "file_unique_id": "l", "width": 1280, "height": 853, "file_size": 90000}
PLACE = {"latitude": 30.5, "longitude": 114.3}
CLIP = {"file_id": "v", "file_unique_id": "v", "duration": 3}
ORIGIN = {"type": "hidden_user", "date": 1, "sender_user_name": "某"}
PDF = {"file_id": "d", "file_unique_id": "d", "file_name": "聘用证明.pdf", "file_size": 4000}


def update(**message: Any) -> Update:
    """An update with one message of a private chat."""
    base = {"message_id": 5, "date": 1_790_000_000, "chat": CHAT, "from": USER}
    return Update.model_validate({"update_id": 900, "message": base | message})


def delivery(kind: str, **fields: Any) -> Delivery:
    """What is expected of an update of `USER`."""
    return Delivery(
        channel=Channel.TELEGRAM,
        external_id="77",
        delivery_id="900",
        kind=kind,
        lang="zh",
        **fields,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张伟", delivery("said", text="张伟")),
        ("/start", delivery("opened", text="start")),
        ("/start do-bind", delivery("opened", text="do:bind")),
        ("/start go-file", delivery("opened", text="go:file")),
        ("/start campaign_7", delivery("opened", text="campaign_7")),
        ("/START@yizhu_bot", delivery("opened", text="start")),
        ("/menu@yizhu_bot", delivery("said", text="/menu")),
        ("/asof 2023-01-01 进修", delivery("said", text="/asof 2023-01-01 进修")),
        ("/", delivery("said", text="/")),
        ("/心内科", delivery("said", text="/心内科")),
    ],
)
def test_text_and_commands(text: str, expected: Delivery) -> None:
    assert telegram_read.spoken(update(text=text)) == expected


@pytest.mark.parametrize(
    ("content", "media"),
    [
        ({"voice": CLIP}, Media.VOICE),
        ({"audio": CLIP}, Media.VOICE),
        ({"video": CLIP | {"width": 1, "height": 1}}, Media.VIDEO),
        (
            {"animation": CLIP | {"width": 1, "height": 1}, "document": PDF},
            Media.VIDEO,
        ),
        (
            {
                "sticker": {
                    "file_id": "t",
                    "file_unique_id": "t",
                    "type": "regular",
                    "width": 512,
                    "height": 512,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            Media.STICKER,
        ),
        ({"location": PLACE}, Media.OTHER),
        ({"venue": {"location": PLACE, "title": "医院", "address": "路"}}, Media.OTHER),
        ({"contact": {"phone_number": "1", "first_name": "某"}}, Media.OTHER),
        ({"dice": {"emoji": "🎲", "value": 3}}, Media.OTHER),
    ],
)
def test_what_is_not_read_is_named_and_not_fetched(content: dict[str, Any], media: Media) -> None:
    made = update(**content)
    assert made.message is not None
    assert (telegram_read.spoken(made), telegram_read.file(made.message)) == (
        delivery("uploaded", media=media),
        None,
    )


@pytest.mark.parametrize(
    ("content", "expected", "file"),
    [
        (
            {"photo": [SMALL, LARGE]},
            delivery("uploaded", media=Media.PHOTO, size=90000),
            File(id="l", size=90000),
        ),
        (
            {"photo": [LARGE, SMALL], "forward_origin": ORIGIN, "caption": "看"},
            delivery("uploaded", media=Media.PHOTO, size=90000, forwarded=True),
            File(id="l", size=90000),
        ),
        (
            {"document": PDF},
            delivery("uploaded", media=Media.DOCUMENT, name="聘用证明.pdf", size=4000),
            File(id="d", size=4000),
        ),
        (
            {"document": {"file_id": "d", "file_unique_id": "d"}},
            delivery("uploaded", media=Media.DOCUMENT),
            File(id="d", size=0),
        ),
    ],
)
def test_photos_in_their_largest_size_and_documents(
    content: dict[str, Any], expected: Delivery, file: File
) -> None:
    made = update(**content)
    assert made.message is not None
    assert (telegram_read.spoken(made), telegram_read.file(made.message)) == (expected, file)


@pytest.mark.parametrize(
    "content",
    [
        {"pinned_message": {"message_id": 1, "date": 0, "chat": CHAT}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"write_access_allowed": {}},
    ],
)
def test_notices_of_telegrams_own_are_nothing_said(content: dict[str, Any]) -> None:
    assert telegram_read.spoken(update(**content)) is None


def test_another_bot_is_not_answered() -> None:
    assert telegram_read.spoken(update(text="hi", **{"from": USER | {"is_bot": True}})) is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [("zh-hant", "zh"), ("ZH", "zh"), ("en-GB", "en"), ("de", "en"), (None, None)],
)
def test_the_language_is_chinese_or_else_english(code: str | None, expected: str | None) -> None:
    person = {"id": 77, "is_bot": False, "first_name": "某"} | (
        {"language_code": code} if code else {}
    )
    made = telegram_read.spoken(update(text="hi", **{"from": person}))
    assert made is not None
    assert made.lang == expected


def test_a_group_is_told_from_a_private_chat() -> None:
    assert telegram_read.group(update(text="hi")) is None
    found = telegram_read.group(update(text="hi", chat=GROUP))
    assert found is not None
    assert found.id == GROUP["id"]


@pytest.mark.parametrize(
    ("content", "is_edit"),
    [({"text": "新", "edit_date": 2}, True), ({"location": PLACE, "edit_date": 2}, False)],
)
def test_only_a_changed_text_is_an_edit(content: dict[str, Any], is_edit: bool) -> None:
    base = {"message_id": 5, "date": 1, "chat": CHAT, "from": USER}
    made = Update.model_validate({"update_id": 900, "edited_message": base | content})
    assert (telegram_read.edited(made) is not None) == is_edit
