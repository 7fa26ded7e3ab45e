"""`python -m bot knowledge …`: what the base holds, and what it answers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from shlex import quote
from typing import Annotated, Any

import typer

from bot import guides
from bot.settings import Settings
from knowledge.base import KnowledgeBase
from knowledge.document import Added, Dates, Heading, Kind, Language, Rejected
from knowledge.normal import is_english
from knowledge.reply import Candidate, Citation, Refusal, Reply

app = typer.Typer(help="Documents, questions and answers.", no_args_is_help=True)

HOME = Settings().home / "knowledge"
Home = Annotated[Path, typer.Option("--home", help="Folder of the knowledge base.")]
_ISO = ["%Y-%m-%d"]
AsOf = Annotated[
    datetime | None, typer.Option(formats=_ISO, help="Answer from the texts in force on that day.")
]
Since = Annotated[datetime | None, typer.Option(formats=_ISO, help="First day in force.")]
Until = Annotated[datetime | None, typer.Option(formats=_ISO, help="First day no longer in force.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON lines.")]


def _base(home: Path) -> KnowledgeBase:
    return KnowledgeBase(home, Settings().models)


@app.command()
def add(
    paths: list[Path], home: Home = HOME, in_force_from: Since = None, in_force_to: Until = None
) -> None:
    """Take files and folders (Markdown, HTML, DOCX, PDF, text, JSON Lines) into the base."""
    dates = Dates(since=_day(in_force_from), until=_day(in_force_to))
    if dates != Dates() and (len(paths) > 1 or paths[0].is_dir()):
        raise typer.BadParameter("dates are given for one file at a time")
    base = _base(home)
    outcomes = base.add(paths, dates)
    pairs = base.pairs()
    for outcome in outcomes:
        typer.echo(_outcome(outcome))
        _ask_for_date(outcome)
        if isinstance(outcome, Added) and _is_english_law(outcome.heading):
            typer.echo(_paired(outcome.heading, pairs))
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
    """List the documents with their dates of force, and say which of them lack one."""
    base = _base(home)
    listed, pairs = base.documents(), base.pairs()
    for one in listed:
        heading = one.heading
        since = heading.in_force_from or ("not stated" if _lacks_date(heading) else "")
        row = (heading.document, heading.title, one.provisions, since, heading.in_force_to or "")
        typer.echo("\t".join(map(str, row)).rstrip())
        if heading.document in pairs:
            typer.echo(f"\t{_paired(heading, pairs)}")
    for one in listed:
        if _lacks_date(one.heading):
            typer.echo(_ask_date(one.heading), err=True)


@app.command("date")
def set_date(
    document: str,
    home: Home = HOME,
    in_force_from: Since = None,
    in_force_to: Until = None,
    still_in_force: Annotated[bool, typer.Option(help="Take the last day away.")] = False,
) -> None:
    """Give a document its days of force, or correct them; the index follows."""
    base = _base(home)
    held = next((o.heading for o in base.documents() if o.heading.document == document), None)
    if held is None:
        typer.echo(f"no document {document}", err=True)
        raise typer.Exit(1)
    since = _day(in_force_from) or held.in_force_from
    until = None if still_in_force else _day(in_force_to) or held.in_force_to
    if since and until and until <= since:
        raise typer.BadParameter(f"{until} is not later than {since}")
    base.set_dates({document: Dates(since=since, until=until)})
    typer.echo(f"{document}\t{since or 'not stated'}\t{until or ''}".rstrip())


@app.command()
def pair(chinese: str, english: str, home: Home = HOME) -> None:
    """Say that two texts are one law: the Chinese article is quoted, the English shown with it."""
    _pair(home, english, chinese)


@app.command()
def unpair(english: str, home: Home = HOME) -> None:
    """Say that an English text translates no text of the base."""
    _pair(home, english, "")


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
    for text, day in [(question or "", _day(as_of))] if batch is None else _questions(batch):
        reply = base.ask(text, today=date.today(), as_of=day)
        nearest = list(reply.candidates)
        if candidates != len(nearest):
            nearest = base.search(text, candidates, as_of=day or date.today())
        typer.echo(_line(text, reply, nearest) if as_json else _plain(reply, is_english(text)))


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
    """Fetch the texts of the source list that changed; name those that need an address."""
    from knowledge.catalogue import FILE
    from knowledge.sync import State, read

    failed = False
    for synced in _base(home).sync(read(source_list or FILE)):
        failed = failed or synced.state is State.FAILED
        told = _outcome(synced.outcome) if synced.outcome else synced.detail
        typer.echo(f"{synced.state.value}\t{synced.source.title}\t{told}".rstrip())
        _ask_for_date(synced.outcome)
    if failed:
        raise typer.Exit(1)


def _pair(home: Path, english: str, chinese: str) -> None:
    base = _base(home)
    if not base.pair(english, chinese):
        typer.echo(f"{english} is no English text, or {chinese} no Chinese one", err=True)
        raise typer.Exit(1)
    heading = next(o.heading for o in base.documents() if o.heading.document == english)
    typer.echo(_paired(heading, base.pairs()))


def _is_english_law(heading: Heading) -> bool:
    return heading.language is Language.EN and heading.kind is Kind.LAW


def _paired(heading: Heading, pairs: Mapping[str, Sequence[str]]) -> str:
    """What an English text translates, or how to say so."""
    if originals := pairs.get(heading.document):
        return f"translation of {', '.join(originals)}"
    how = f"python -m bot knowledge pair CHINESE {quote(heading.document)}"
    return f"paired with no Chinese text of the same title and date; to pair it: {how}"


def _questions(file: Path) -> Iterator[tuple[str, date | None]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            day = row.get("as_of")
            yield row["q"], date.fromisoformat(day) if day else None


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _lacks_date(heading: Heading) -> bool:
    """Whether a person must give the day in force; our own guides are not law and have none."""
    return heading.in_force_from is None and not guides.is_guide(heading.document)


def _ask_for_date(outcome: Added | Rejected | None) -> None:
    if isinstance(outcome, Added) and _lacks_date(outcome.heading):
        typer.echo(_ask_date(outcome.heading))


def _ask_date(heading: Heading) -> str:
    issued = f" (issued {heading.promulgated})" if heading.promulgated else ""
    return (
        f"no date of entry into force found in {heading.document}{issued}; give it: "
        f"python -m bot knowledge date {quote(heading.document)} --in-force-from YYYY-MM-DD"
    )


def _outcome(outcome: Added | Rejected) -> str:
    if isinstance(outcome, Rejected):
        like = f" like {outcome.like}" if outcome.like else ""
        return f"rejected\t{outcome.path}\t{outcome.reason.value}{like}"
    state = "replaced" if outcome.replaced else "added"
    return f"{state}\t{outcome.document}\t{outcome.heading.title}\t{outcome.provisions}"


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


def _plain(reply: Reply, english: bool) -> str:
    if isinstance(reply, Refusal):
        return f"refused: {reply.kind.value}" + (f" ({reply.law})" if reply.law else "")
    return "\n\n".join(_block(citation, english) for citation in reply.citations)


def _block(citation: Citation, english: bool) -> str:
    day = citation.in_force_from or "date of entry into force not stated"
    heading = f"{citation.law} {citation.label} ({citation.currency.value}, {day})"
    lines = [heading, *citation.lines]
    if citation.translation and english:
        told = citation.translation
        lines += [f"translation, the Chinese text prevails: {told.title}, {told.label}"]
        lines += told.lines
    return "\n".join(lines)
