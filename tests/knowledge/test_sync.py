"""Fetching a source list from a server of the test's own."""

import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from knowledge.base import KnowledgeBase
from knowledge.store import Store
from knowledge.sync import Source, State, read, sync

PAGE = "<h1>示范办法</h1><p>第一条 医师每三年考核一次。</p>"


class Publisher(ThreadingHTTPServer):
    """A publisher of one page with an etag; everything else is missing or broken."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.page, self.etag = PAGE, '"1"'
        self.sent: list[tuple[str, int]] = []

    def source(self, path: str) -> Source:
        return Source(title="示范办法", address=f"http://127.0.0.1:{self.server_port}{path}")


class _Handler(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        unchanged = self.headers.get("If-None-Match") == self.server.etag
        code = 404 if self.path != "/page" else 304 if unchanged else 200
        self.server.sent.append((self.path, code))
        body = self.server.page.encode() if code == 200 else b""
        self.send_response(code)
        self.send_header("ETag", self.server.etag)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    server = Publisher()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_text_is_fetched_once_and_again_only_when_it_changed(
    tmp_path: Path, publisher: Publisher
) -> None:
    base = KnowledgeBase(tmp_path)
    source = publisher.source("/page")
    states = [next(iter(base.sync([source]))).state for _ in range(2)]
    publisher.page, publisher.etag = PAGE.replace("三年", "五年"), '"2"'
    states += [synced.state for synced in base.sync([source])]

    assert states == [State.FETCHED, State.UNCHANGED, State.FETCHED]
    (listed,) = base.documents()
    article = base.article(listed.heading.document, "1", date(2026, 1, 1))
    assert article is not None and article.lines == ("医师每五年考核一次。",)


def test_one_failure_does_not_stop_the_others(tmp_path: Path, publisher: Publisher) -> None:
    sources = [
        publisher.source("/missing"),
        Source(title="无", address="http://127.0.0.1:1/none"),
        Source(title="文件", address="file:///etc/passwd"),
        publisher.source("/page"),
    ]
    states = [synced.state for synced in KnowledgeBase(tmp_path).sync(sources)]

    assert states == [State.FAILED, State.FAILED, State.FAILED, State.FETCHED]


def test_one_server_is_not_pressed(tmp_path: Path, publisher: Publisher) -> None:
    waits: list[float] = []
    sources = [publisher.source("/page"), publisher.source("/missing")]
    list(sync(Store(tmp_path), tmp_path, sources, wait=waits.append))

    assert waits == [1.0]


def test_what_the_list_states_comes_before_what_a_page_calls_itself(
    tmp_path: Path, publisher: Publisher
) -> None:
    base = KnowledgeBase(tmp_path)
    stated = {"official": "中华人民共和国示范法", "number": "主席令第一号"}
    list(base.sync([publisher.source("/page").model_copy(update=stated)]))
    (listed,) = base.documents()

    assert ("中华人民共和国示范法", "主席令第一号") == (listed.heading.title, listed.heading.number)


def test_a_source_without_an_address_is_named(tmp_path: Path) -> None:
    file = tmp_path / "list.tsv"
    file.write_text("title\taddress\n示范办法\t\n", "utf-8")
    (synced,) = KnowledgeBase(tmp_path).sync(read(file))

    assert (synced.source.title, synced.state) == ("示范办法", State.NO_ADDRESS)


def test_the_catalogue_is_a_source_list_of_official_addresses() -> None:
    from knowledge.catalogue import FILE, laws

    hosts = {urlsplit(source.address).hostname for source in read(FILE) if source.address}

    assert all(host is not None and host.endswith(".gov.cn") for host in hosts)
    assert [law.title for law in laws() if bool(law.address) != bool(law.seen)] == []
    assert [law.title for law in laws() if not law.official.endswith(law.title)] == [
        "中国人民解放军实施《执业医师法》办法"
    ]
