"""`python -m bot knowledge …`: what the base holds, and what it answers."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.settings import Settings
from knowledge.base import KnowledgeBase
from knowledge.document import Added, Rejected
from knowledge.reply import Candidate, Citation, Refusal, Reply

app = typer.Typer(help="Documents, questions and answers.", no_args_is_help=True)

HOME = Settings().home / "knowledge"
Home = Annotated[Path, typer.Option("--home", help="Folder of the knowledge base.")]
AsOf = Annotated[str | None, typer.Option(help="Answer from the texts in force on YYYY-MM-DD.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON lines.")]


def _base(home: Path) -> KnowledgeBase:
    return KnowledgeBase(home, Settings().models)


@app.command()
def add(paths: list[Path], home: Home = HOME) -> None:
    """Take files and folders (Markdown, HTML, DOCX, PDF, text, JSON Lines) into the base."""
    outcomes = _base(home).add(paths)
    for outcome in outcomes:
        typer.echo(_outcome(outcome))
    if not any(isinstance(outcome, Added) for outcome in outcomes):
        raise typer.Exit(1)


@app.command()
def remove(document: str, home: Home = HOME) -> None:
    """Take a document out of the base."""
    if not _base(home).remove(document):
        typer.echo(f"no document {document}", err=True)
        raise typer.Exit(1)


@app.command("list")
def list_documents(home: Home = HOME) -> None:
    """List the documents with their dates of force."""
    for listed in _base(home).documents():
        heading = listed.heading
        since = heading.in_force_from or "?"
        typer.echo(f"{heading.document}\t{heading.title}\t{listed.provisions}\t{since}")


@app.command()
def search(q: str, home: Home = HOME, limit: int = 10, as_of: AsOf = None) -> None:
    """Print the articles nearest to a question, without judging them."""
    for found in _base(home).search(q, limit, as_of=_day(as_of)):
        typer.echo(f"{found.score:8.3f}  {found.document}  {found.law} {found.label}")


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument()] = None,
    home: Home = HOME,
    as_of: AsOf = None,
    batch: Annotated[Path | None, typer.Option(help="JSON Lines with q and as_of.")] = None,
    as_json: AsJson = False,
    candidates: Annotated[int, typer.Option(help="How many candidates to print.")] = 10,
) -> None:
    """Answer a question, or every line of a file."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("give one question or --batch FILE")
    base = _base(home)
    for text, day in [(question or "", as_of)] if batch is None else _questions(batch):
        reply = base.ask(text, today=date.today(), as_of=_day(day))
        nearest = list(reply.candidates)
        if candidates != len(nearest):
            nearest = base.search(text, candidates, as_of=_day(day) or date.today())
        typer.echo(_line(text, reply, nearest) if as_json else _plain(reply))


@app.command()
def evaluate(file: Path, home: Home = HOME, as_json: AsJson = False) -> None:
    """Measure the base on questions with known answers, for each language."""
    from knowledge import evaluate as evaluating

    found = evaluating.results(_base(home), evaluating.read(file), date.today())
    for tally in evaluating.tallies(found):
        facts = tally.model_dump()
        typer.echo(
            json.dumps(facts) if as_json else "  ".join(f"{k} {v}" for k, v in facts.items())
        )


@app.command()
def sync(
    home: Home = HOME,
    source_list: Annotated[
        Path | None, typer.Option("--list", help="Tab-separated title and address.")
    ] = None,
) -> None:
    """Fetch the texts of the source list that changed since the last time."""
    from knowledge.catalogue import FILE
    from knowledge.sync import State, read

    failed = False
    for synced in _base(home).sync(read(source_list or FILE)):
        failed = failed or synced.state is State.FAILED
        told = _outcome(synced.outcome) if synced.outcome else synced.detail
        typer.echo(f"{synced.state.value}\t{synced.source.title}\t{told}")
    if failed:
        raise typer.Exit(1)


def _questions(file: Path) -> Iterator[tuple[str, str | None]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            yield row["q"], row.get("as_of")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _outcome(outcome: Added | Rejected) -> str:
    if isinstance(outcome, Rejected):
        like = f" like {outcome.like}" if outcome.like else ""
        return f"rejected\t{outcome.path}\t{outcome.reason.value}{like}"
    state = "replaced" if outcome.replaced else "added"
    dates = "" if outcome.dates_known else "\tdate of force unknown"
    return f"{state}\t{outcome.document}\t{outcome.title}\t{outcome.provisions}{dates}"


def _line(text: str, reply: Reply, nearest: list[Candidate]) -> str:
    citations = () if isinstance(reply, Refusal) else reply.citations
    row: dict[str, Any] = {
        "q": text,
        "answered": not isinstance(reply, Refusal),
        "answers": [_answer(citation) for citation in citations],
        "candidates": [_candidate(each) for each in nearest],
        "kind": reply.kind.value if isinstance(reply, Refusal) else reply.type,
    }
    return json.dumps(row, ensure_ascii=False)


def _answer(citation: Citation) -> dict[str, Any]:
    return {
        "document": citation.document,
        "law": citation.law,
        "article": _number(citation.article),
        "quote": "\n".join(citation.lines),
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "document": candidate.document,
        "article": _number(candidate.article),
        "id": _number(candidate.source_id) if candidate.source_id else None,
    }


def _number(key: str) -> int | str:
    return int(key) if key.isdecimal() else key


def _plain(reply: Reply) -> str:
    if isinstance(reply, Refusal):
        return f"refused: {reply.kind.value}" + (f" ({reply.law})" if reply.law else "")
    blocks = []
    for citation in reply.citations:
        since = f" ({citation.currency.value}, {citation.in_force_from or '?'})"
        blocks.append("\n".join([f"{citation.law} {citation.label}{since}", *citation.lines]))
    return "\n\n".join(blocks)
