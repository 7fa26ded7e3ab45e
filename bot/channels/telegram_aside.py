"""What is said beside the conversation: in groups, to somebody who edits a message, in the menu.

Nothing of it is in the log, so it is said at once and once; failing is no loss.
"""

from contextlib import suppress

from aiogram import Bot
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    Chat,
    Message,
    ReplyParameters,
    Update,
)

from bot.channels.telegram_faults import FAULTS
from bot.channels.telegram_pace import Pace
from bot.channels.telegram_read import lang, sender
from bot.texts import texts
from handlers.session import Lang

COMMANDS = ("menu", "back", "skip", "pause", "cancel", "help", "person", "zh", "en")
"""Shown in Telegram's menu; the core understands each when it is typed."""

OUT = {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}


class Aside:
    """Short sentences of the channel itself."""

    def __init__(self, bot: Bot, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace

    async def refuse_group(self, update: Update, chat: Chat) -> None:
        """Say that personal data has no place where others read, and leave."""
        member = update.my_chat_member
        spoken_to = update.message is not None and update.message.text is not None
        if not spoken_to and (member is None or member.new_chat_member.status in OUT):
            return
        with suppress(*FAULTS):
            if chat.type != ChatType.CHANNEL:
                await self._pace.wait(str(chat.id))
                words = texts(Lang(lang(sender(update)) or Lang.ZH))
                await self._bot.send_message(chat.id, words.text("telegram.group"))
            await self._bot.leave_chat(chat.id)

    async def edited(self, message: Message, language: Lang) -> None:
        """Say that an edit is not read: what was answered stands, a new message is heard."""
        with suppress(*FAULTS):
            await self._pace.wait(str(message.chat.id))
            await self._bot.send_message(
                message.chat.id,
                texts(language).text("telegram.edited"),
                reply_parameters=ReplyParameters(
                    message_id=message.message_id, allow_sending_without_reply=True
                ),
            )

    async def offer_commands(self) -> None:
        """Put the commands into Telegram's menu, Chinese for Chinese clients, else English."""
        for language, code in ((Lang.EN, None), (Lang.ZH, "zh")):
            words = texts(language)
            commands = [
                BotCommand(command=name, description=words.text(f"telegram.command.{name}"))
                for name in COMMANDS
            ]
            with suppress(*FAULTS):
                await self._bot.set_my_commands(
                    commands, scope=BotCommandScopeAllPrivateChats(), language_code=code
                )
