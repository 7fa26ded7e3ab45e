"""`python -m benchmarks [NAME…]`: run the benchmarks and print each figure as a JSON line."""

import importlib
import json
import os
import platform
import sys

NAMES = ("core", "durable", "peers", "start", "identity", "knowledge", "crash")


def main() -> None:
    """Print the machine first, then every figure of the named benchmarks, or of all."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(json.dumps({"name": "machine", "value": machine, "unit": ""}))
    for name in sys.argv[1:] or NAMES:
        for figure in importlib.import_module(f"benchmarks.{name}").run():
            print(json.dumps(figure._asdict()), flush=True)


if __name__ == "__main__":
    main()
