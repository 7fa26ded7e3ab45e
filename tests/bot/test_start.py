"""Starting, stopping, and what the operator reads when it cannot start."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from benchmarks.server import Server, free_port

ROOT = Path(__file__).resolve().parent.parent.parent


def start(home: Path, port: int) -> subprocess.CompletedProcess[str]:
    """`python -m bot run` until it ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        env=os.environ | {"YIZHU_HOME": str(home), "PORT": str(port), "YIZHU_DEMO": "false"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_said_plainly_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = start(tmp_path, port)

    assert 1 == done.returncode
    assert f"Port {port} is taken" in done.stderr
    assert f"PORT={port + 1} make run" in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_stops_cleanly(tmp_path: Path) -> None:
    server = Server(tmp_path / "home", free_port())
    server.start()
    server.stop(signal.SIGINT)

    assert server.process is not None
    assert 0 == server.process.returncode
    assert "Traceback" not in (tmp_path / "server.log").read_text("utf-8")
