"""One article of a law as a page, opened from a citation; works without a script as well."""

import asyncio
import re
from datetime import date
from typing import Protocol

from aiohttp import web

from bot import guides
from bot.channels import web_pages
from bot.channels.web_browser import Speaker, language
from handlers.session import Lang
from knowledge.reply import Article

# A quotation is recognised by its opening; whole paragraphs would make the address too long.
OPENING = 24
_HAN = re.compile("[\u4e00-\u9fff]")


class Knowledge(Protocol):
    """Finds an article."""

    def article(self, document: str, article: str, as_of: date) -> Article | None:
        """The article as it stands on a day; None if the base has none of that name."""


class Library(Protocol):
    """Where the knowledge base is; it is costly to open and need not be for a chat."""

    @property
    def knowledge(self) -> Knowledge: ...

    @property
    def conversation(self) -> Speaker: ...


class Articles:
    """The article page."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def show(self, request: web.Request) -> web.Response:
        """GET /articles/{document}/{article}?quoted=…: the article, quoted lines marked."""
        lang = await language(request, self._library.conversation)
        found = await asyncio.to_thread(self._find, **request.match_info)
        if found is None:
            response = web_pages.page("no_article.html", lang)
            response.set_status(404)
            return response
        quoted = [opening for opening in request.query.getall("quoted", []) if opening.strip()]
        lines = [(line, is_quoted(line, quoted)) for line in found.lines]
        text_lang = web_pages.HTML_LANG[Lang.ZH if _HAN.search("".join(found.lines)) else Lang.EN]
        return web_pages.page(
            "article.html",
            lang,
            article=found,
            lines=lines,
            text_lang=text_lang,
            is_guide=guides.is_guide(found.document),
        )

    def _find(self, document: str, article: str) -> Article | None:
        return self._library.knowledge.article(document, article, date.today())


def is_quoted(line: str, openings: list[str]) -> bool:
    """True if a quotation that starts with one of `openings` comes from this line."""
    return any(opening.strip()[:OPENING] in line for opening in openings)
