"""The real server in a process of its own, and a thin client that speaks to it."""

import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`python -m bot run` on a home folder."""

    def __init__(self, home: Path, port: int | None = None, demo: bool = False) -> None:
        self.home = home
        self.port = port or free_port()
        self.demo = demo
        home.mkdir(parents=True, exist_ok=True)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it; returns the seconds until it answers."""
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=os.environ
            | {
                "YIZHU_HOME": str(self.home),
                "PORT": str(self.port),
                "HOST": "127.0.0.1",
                "YIZHU_DEMO": str(self.demo).lower(),
            },
            stdout=subprocess.DEVNULL,
            stderr=(self.home.parent / "server.log").open("ab"),
        )
        while time.perf_counter() - began < 60:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return time.perf_counter() - began
            time.sleep(0.01)
        raise TimeoutError("the server did not start")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, gracefully or not at all."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(30)

    def resident_mb(self) -> float:
        """Memory in use by the server process."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(
            int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")
        )


@contextlib.contextmanager
def running(home: Path, demo: bool = False) -> Iterator[Server]:
    """A started server, stopped at the end."""
    server = Server(home, demo=demo)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Browser:
    """One connection of one person; every post is answered only once it is durable."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookie = f"yizhu={secrets.token_urlsafe(32)}"
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def connect(self) -> None:
        """Open the connection."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def close(self) -> None:
        """Close the connection."""
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def post(self, **message: Any) -> dict[str, Any]:
        """Post one message; its receipt. ConnectionError if the server is gone."""
        body = json.dumps(message).encode()
        status, payload = await self._ask("POST", "/messages", body)
        if status != 200:
            raise ConnectionError(f"status {status}")
        return dict(payload)

    async def lines(self) -> list[dict[str, Any]]:
        """The last lines of the conversation."""
        _, payload = await self._ask("GET", "/lines?before=999999999", b"")
        return list(payload["lines"] if isinstance(payload, dict) else payload)

    async def _ask(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        host = f"127.0.0.1:{self._port}"
        self._writer.write(
            f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
            f"Cookie: {self._cookie}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        return status, json.loads(await self._reader.readexactly(length))
