"""A running console over a small world, and a browser's worth of client for each desk."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import ClientResponse, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

import console
from bot.web import assets
from storage.database import Database
from storage.vault import Vault
from tests.console.program import DIGEST, Program
from tests.world import PASSWORD, World, make_world


class Browser:
    """A client that sends what a browser sends, and keeps its cookies."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self._client = client
        self.origin = str(client.make_url("")).rstrip("/")

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text of a page, redirects not followed."""
        async with self._client.get(path, allow_redirects=False, headers=headers) as answer:
            return answer.status, await answer.text(errors="replace")

    async def answer(self, method: str, path: str, **kwargs: object) -> ClientResponse:
        """The whole answer, for its headers."""
        return await self._client.request(method, path, allow_redirects=False, **kwargs)  # type: ignore[arg-type]

    async def post(
        self, path: str, form: dict[str, str], origin: str | None = None, csrf: str | None = None
    ) -> tuple[int, str]:
        """Send a form of a page of the console; returns status and text or where it leads."""
        if csrf is None:
            csrf = await self.csrf()
        async with self._client.post(
            path,
            data={"csrf": csrf} | form,
            allow_redirects=False,
            headers={"Origin": origin or self.origin},
        ) as answer:
            where = answer.headers.get("Location")
            return answer.status, where if where is not None else await answer.text()

    async def csrf(self) -> str:
        """The token of this session."""
        found = re.search(r'name="csrf" value="([^"]*)"', (await self.get("/console/keys"))[1])
        return found[1] if found else ""

    async def sign_in(self, login: str, password: str = PASSWORD) -> tuple[int, str]:
        """Go through the door."""
        _, text = await self.get("/console/sign-in")
        found = re.search(r'name="token" value="([^"]*)"', text)
        form = {"token": found[1] if found else "", "login": login, "password": password}
        return await self.post("/console/sign-in", form, csrf="")


@pytest.fixture
async def world(database: Database, vault: Vault) -> World:
    return await make_world(database, vault, DIGEST)


@pytest.fixture
def program(world: World, tmp_path: Path) -> Program:
    return Program(world.database, world.vault, tmp_path / "blobs")


@pytest.fixture
async def server(program: Program) -> AsyncIterator[TestServer]:
    pages = web.Application()
    pages.add_routes([assets.ROUTE])
    console.setup(pages, program)
    async with TestServer(pages) as server:
        yield server


@pytest.fixture
async def browser(server: TestServer) -> AsyncIterator[Callable[[str], Awaitable[Browser]]]:
    """Makes a browser, signed in under a login, or anonymous for an empty one."""
    clients: list[TestClient[web.Request, web.Application]] = []

    async def make(login: str = "") -> Browser:
        client = TestClient(server, cookie_jar=CookieJar(unsafe=True))
        await client.start_server()
        clients.append(client)
        made = Browser(client)
        if login:
            assert await made.sign_in(login) == (303, "/console")
        return made

    yield make
    for client in clients:
        await client.session.close()
