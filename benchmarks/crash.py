"""kill -9 at random moments under load: nothing acknowledged is lost, nothing doubled."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.server import Browser, Server

KILLS = 100
PEOPLE = 16
MESSAGES = 20
LONGEST_LIFE_S = 0.6
TEXTS = ("绑定", "林知秋", "返回", "为什么")


class Result:
    """What the kills did."""

    def __init__(self) -> None:
        self.acknowledged = 0
        self.lost = 0
        self.doubled = 0
        self.unanswered = 0
        self.chains_broken = 0


async def person(browser: Browser, acknowledged: list[str]) -> None:
    """Post messages until the server dies."""
    try:
        for number in range(MESSAGES):
            name = f"message-{number:04d}"
            await browser.post(client_id=name, kind="said", text=TEXTS[number % len(TEXTS)])
            acknowledged.append(name)
    except (OSError, asyncio.IncompleteReadError, ConnectionError):
        return


async def load_and_kill(server: Server, life_s: float) -> list[tuple[Browser, list[str]]]:
    """People talk; after `life_s` the server is killed."""
    people: list[tuple[Browser, list[str]]] = [(Browser(server.port), []) for _ in range(PEOPLE)]
    await asyncio.gather(*(browser.connect() for browser, _ in people))
    talking = [asyncio.create_task(person(browser, names)) for browser, names in people]
    await asyncio.sleep(life_s)
    assert server.process is not None
    server.process.kill()
    await asyncio.gather(*talking)
    await asyncio.gather(*(browser.close() for browser, _ in people))
    return people


async def check(people: list[tuple[Browser, list[str]]], result: Result) -> None:
    """After the restart: everybody hands everything in once more, and reads the log."""
    for browser, acknowledged in people:
        await browser.connect()
        for number in range(MESSAGES):
            await browser.post(
                client_id=f"message-{number:04d}", kind="said", text=TEXTS[number % len(TEXTS)]
            )
        lines = await browser.lines()
        own = Counter(line["client_id"] for line in lines if line["sender"] == "person")
        result.acknowledged += len(acknowledged)
        result.lost += sum(own[name] == 0 for name in acknowledged)
        result.doubled += sum(times > 1 for times in own.values())
        answers = sum(line["sender"] == "bot" for line in lines)
        result.unanswered += max(len(own) - answers, 0)
        await browser.close()


def chain_holds(home: Path) -> bool:
    """Whether `python -m bot audit verify` is content."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "audit", "verify"],
        env=os.environ | {"YIZHU_HOME": str(home)},
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def kill_often(folder: Path, kills: int, seed: int = 1) -> Result:
    """Kill and restart one server so often on one database."""
    rng, result = random.Random(seed), Result()
    server = Server(folder / "home")
    server.start()
    for _ in range(kills):
        people = asyncio.run(load_and_kill(server, rng.uniform(0.02, LONGEST_LIFE_S)))
        assert server.process is not None
        server.process.wait()
        result.chains_broken += not chain_holds(server.home)
        server.start()
        asyncio.run(check(people, result))
    server.stop(signal.SIGTERM)
    return result


def run() -> Iterator[Figure]:
    """What a hundred kills lost, doubled, left unanswered, and how many chains broke."""
    with tempfile.TemporaryDirectory() as folder:
        result = kill_often(Path(folder), KILLS)
    yield Figure("crash_kills", KILLS, "kill -9")
    yield Figure("crash_acknowledged", result.acknowledged, "messages")
    yield Figure("crash_lost", result.lost, "messages")
    yield Figure("crash_doubled", result.doubled, "messages")
    yield Figure("crash_unanswered", result.unanswered, "messages")
    yield Figure("crash_chains_broken", result.chains_broken, "chains")
