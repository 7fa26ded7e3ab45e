"""The web chat, the default channel: a page of our own that loses nothing and doubles nothing."""

from typing import Protocol

from aiohttp import web
from pydantic import ValidationError

from bot.channels import web_browser, web_guard, web_pages
from bot.channels.web_article import Articles, Knowledge
from bot.channels.web_browser import Speaker
from bot.channels.web_inbox import Gateway, Inbox, Uploads
from bot.channels.web_stream import Accounts, Log, Streams
from bot.delivery import Channel
from bot.web import assets
from handlers.session import Lang
from registry.frozen import Frozen


class Settings(Protocol):
    """The settings that the web chat reads."""

    @property
    def upload_max_mb(self) -> int:
        """The largest file that is kept."""


class Front(Gateway, Accounts, Protocol):
    """Takes deliveries and knows whose they are."""


class Conversation(Log, Speaker, Protocol):
    """Tells what was said, in the language of the person."""


class App(Protocol):
    """What the web chat needs of the program."""

    @property
    def gateway(self) -> Front: ...

    @property
    def conversation(self) -> Conversation: ...

    @property
    def uploads(self) -> Uploads: ...

    @property
    def knowledge(self) -> Knowledge: ...

    @property
    def settings(self) -> Settings: ...

    async def set_language(self, channel: Channel, external_id: str, lang: Lang) -> None:
        """Speak this language to the person from now on."""


class Chosen(Frozen):
    """The body of POST /language."""

    lang: Lang


class Pages:
    """The chat page, and what it asks about the browser itself."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def chat(self, request: web.Request) -> web.Response:
        """GET /: the page. It gives no secret: a visit from another site comes without its cookie,
        and answering that with a new secret would cut the person off from the conversation."""
        known = web_browser.person(request) is not None
        lang = await web_browser.language(request, self._app.conversation)
        response = web_pages.chat(lang, known, self._app.settings.upload_max_mb)
        if known:
            web_browser.remember(request, response)
        return response

    async def browser(self, request: web.Request) -> web.Response:
        """POST /browser: give the browser a secret; tells whether it came with one."""
        web_guard.check(request, "application/json")
        response = web.json_response({"known": web_browser.person(request) is not None})
        person = web_browser.remember(request, response)
        # Here, so that the requests that follow all at once do not each begin to make one.
        lang = web_browser.preferred(request)
        await self._app.gateway.account(Channel.WEB, person, lang.value)
        return response

    async def language(self, request: web.Request) -> web.Response:
        """POST /language {"lang"}: speak it from now on, on the page and in the conversation."""
        web_guard.check(request, "application/json")
        person = web_browser.known(request)
        try:
            chosen = Chosen.model_validate_json(await request.read())
        except ValidationError as problem:
            raise web.HTTPBadRequest(text="Say which language: zh or en.") from problem
        await self._app.set_language(Channel.WEB, person, chosen.lang)
        return web.json_response({})


def setup(web_app: web.Application, app: App) -> None:
    """Add the web chat's routes, strict headers and clean end to a server."""
    pages, streams = Pages(app), Streams(app.conversation, app.gateway)
    inbox = Inbox(app.gateway, app.uploads, app.settings.upload_max_mb)
    articles = Articles(app)
    web_app.add_routes(
        [
            web.get("/", pages.chat),
            web.post("/browser", pages.browser),
            web.post("/language", pages.language),
            web.get("/events", streams.events, allow_head=False),
            web.get("/lines", streams.lines),
            web.post("/messages", inbox.messages),
            web.post("/uploads", inbox.uploads),
            web.get("/articles/{document}/{article}", articles.show),
            assets.ROUTE,
        ]
    )
    web_app.on_response_prepare.append(web_guard.add_headers)
    web_app.on_shutdown.append(streams.close)
