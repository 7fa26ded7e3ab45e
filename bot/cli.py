"""The command line; a command's module is imported only when the command is called."""

import importlib
import sys

import typer

COMMANDS = {
    "run": "Run the server: web chat, console, reminders, and Telegram if it has a token.",
    "chat": "Talk to the bot in this terminal.",
    "identity": "Face engines: what is there, compare, calibrate, evaluate.",
    "knowledge": "The knowledge base: add, search, ask, evaluate.",
    "register": "The register: fill it from CSV files.",
    "officer": "Accounts of clerks and officers.",
    "audit": "The audit chain: verify it.",
}


def main() -> None:
    """Run the command named first; without one, say what there is."""
    # No pretty tracebacks: they print local variables, and those hold what people typed.
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help=__doc__,
    )
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    for name, what in COMMANDS.items():
        part = typer.Typer(help=what)
        if name == asked:
            part = importlib.import_module(f"bot.commands.{name}").app
        app.add_typer(part, name=name, help=what)
    app()
