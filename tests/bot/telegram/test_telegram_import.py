"""aiogram is there only for those who use it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STARTED = """
import asyncio, sys
from bot.app import App
from bot.server import _telegram, site
from bot.settings import Settings

async def start():
    app = App(Settings(demo=False))
    await app.open()
    assert _telegram(app) is None
    site(app)
    await app.close()

asyncio.run(start())
print(sorted({name.partition(".")[0] for name in sys.modules} & {"aiogram", "bot"}))
"""


def test_starting_without_a_token_imports_no_aiogram(tmp_path: Path) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", STARTED],
        cwd=ROOT,
        env=kept | {"YIZHU_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("['bot']\n", 0), done.stderr
