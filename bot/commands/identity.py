"""`python -m bot identity`: which face engines there are, and how good they are on given photos."""

import asyncio
import csv
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from identity.calibrated import written
from identity.catalogue import MODELS
from identity.engines.choice import METRICS, EngineChoice, Kind
from identity.examination import Examination
from identity.gallery import examine_all
from identity.pool import PoolSettings
from identity.verdict import Verification

if TYPE_CHECKING:  # numpy is loaded only by the commands that calculate
    from identity.evaluate import Portrait, Row
    from storage.database import Database

app = typer.Typer(no_args_is_help=True)

Engine = Annotated[Kind, typer.Option(help="Which engine.")]
Weights = Annotated[Path | None, typer.Option(help="The recogniser's weight file.")]
Detector = Annotated[Path | None, typer.Option(help="The YuNet file, for sface and onnx.")]
Sha256 = Annotated[str | None, typer.Option(help="The digest that the weights must have.")]
Workers = Annotated[int, typer.Option(min=1, help="Worker processes.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]

DEFAULTS = PoolSettings()


@app.callback()
def _group() -> None:
    """Face engines: what is there, compare, calibrate, evaluate."""


@app.command()
def models() -> None:
    """List the weight files: what is there, what is missing, how to get it, under which licence."""
    for model in MODELS:
        state = _state(model.file) if model.shipped else "bring it by path"
        terms = {True: "", False: "  NOT FOR COMMERCIAL USE", None: ""}[model.commercial]
        typer.echo(f"{model.engine:6} {model.role:22} {model.file}")
        typer.echo(f"       {state}; {model.source}\n       licence: {model.licence}{terms}")


@app.command()
def people() -> None:
    """Count the people whose faces are kept, and say when that must be filed."""
    from storage.face_count import (
        FILE_AT,
        WARN_AT,
        filing,
        people_with_faces,
        people_with_templates,
    )

    count = asyncio.run(_in_database(lambda _: people_with_faces()))
    templates = asyncio.run(_in_database(lambda _: people_with_templates()))
    typer.echo(f"{count} people with stored faces: {FILING[filing(count).value]}")
    typer.echo(f"{templates} of them with a face template")
    typer.echo(f"A warning from {WARN_AT:,}, a filing from {FILE_AT:,}; ask your lawyer.")


FILING = {"none": "nothing to file", "prepare": "prepare the filing", "due": "the filing is due"}


@app.command()
def rotate(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete every face template, and hide later ones by another secret rotation.

    For the day a template may have leaked. Consents stay: the next match makes a new template.
    """
    from storage.templates import rotate as run

    if not yes:
        typer.confirm("Delete every face template?", abort=True)
    count = asyncio.run(_in_database(lambda database: database.run(run)))
    typer.echo(f"{count} templates deleted, another rotation is in force")


async def _in_database(work: "Callable[[Database], Awaitable[int]]") -> int:
    from bot.settings import Settings
    from storage.database import Database

    database = Database(Settings().database)
    await database.open()
    try:
        return await work(database)
    finally:
        await database.close()


@app.command()
def compare(
    batch: Annotated[Path, typer.Option(help="CSV with columns a and b; ';' joins frames.")],
    root: Annotated[Path, typer.Option(help="Folder that the paths start from.")] = Path(),
    cohort: Annotated[Path | None, typer.Option(help="CSV with a column path.")] = None,
    engine: Engine = Kind.DLIB,
    weights: Weights = None,
    detector: Detector = None,
    sha256: Sha256 = None,
    workers: Workers = DEFAULTS.workers,
    as_json: AsJson = False,
) -> None:
    """Compare pairs of photos, a line each: a, b, score (larger is more alike), verdict.

    Either side may be several frames of one person, joined by ';' or '|': their mean is compared.
    A cohort is photos of other people, at least 40; with a column identity, the first photo of
    each counts. Without one, bare distances are used. A photo without a usable face gives a line
    with a problem and no score.
    """
    choice = EngineChoice(kind=engine, weights=weights, detector=detector, sha256=sha256)
    pairs = _pairs(batch)
    others = _cohort_names(cohort) if cohort else []
    names = {name for a, b in pairs for name in (*_frames(a), *_frames(b))}
    photos = _examined(choice, workers, root, [*sorted(names), *others])
    for (a, b), found in zip(pairs, _compared(choice, photos, pairs, others), strict=True):
        _print_pair(a, b, found, as_json)


@app.command()
def calibrate(
    folder: Annotated[Path, typer.Argument(help="One folder a person, with its photos.")],
    out: Annotated[Path | None, typer.Option(help="Write the thresholds to this file.")] = None,
    engine: Engine = Kind.DLIB,
    weights: Weights = None,
    detector: Detector = None,
    sha256: Sha256 = None,
    workers: Workers = DEFAULTS.workers,
) -> None:
    """Choose thresholds on your own photos, and say what they rest on; too few are refused."""
    from identity.calibrate import TooFew
    from identity.calibrate import calibrate as run

    choice = EngineChoice(kind=engine, weights=weights, detector=detector, sha256=sha256)
    portraits, version = _portraits(choice, workers, folder, _people(folder))
    try:
        found = run(portraits, version, METRICS[engine])
    except TooFew as reason:
        typer.echo(f"No thresholds: {reason}.", err=True)
        raise typer.Exit(1) from None
    typer.echo(written(found), nl=False)
    if out is not None:
        out.write_text(written(found), encoding="utf-8")


@app.command()
def evaluate(
    images: Annotated[Path, typer.Argument(help="CSV with columns path, identity and group.")],
    root: Annotated[Path | None, typer.Option(help="Folder of the paths; else the CSV's.")] = None,
    frames: Annotated[list[int] | None, typer.Option(help="Probe frames; 1, 2 and 3.")] = None,
    engine: Engine = Kind.DLIB,
    weights: Weights = None,
    detector: Detector = None,
    sha256: Sha256 = None,
    workers: Workers = DEFAULTS.workers,
    as_json: AsJson = False,
) -> None:
    """Measure per group: thresholds from one half of the people, rates on the other half."""
    from identity.evaluate import evaluate as run

    choice = EngineChoice(kind=engine, weights=weights, detector=detector, sha256=sha256)
    rows = _rows(images, "path", "identity", "group")
    people = [(row["path"], row["identity"], row["group"]) for row in rows]
    portraits, version = _portraits(choice, workers, root or images.parent, people)
    typer.echo(f"{len(portraits)} of {len(people)} photos have a usable face", err=True)
    if not as_json:
        typer.echo(HEADER)
    for row in run(portraits, version, METRICS[engine], tuple(frames or (1, 2, 3))):
        typer.echo(json.dumps(asdict(row)) if as_json else _table_line(row))


HEADER = (
    "| group | scored by | frames | people | right accepted at 0.1 % false "
    "| at the other half's threshold: right, false | at the shipped threshold: right, false |\n"
    "|---|---|---|---|---|---|---|"
)


def _table_line(row: "Row") -> str:
    def text(rates: Sequence[object]) -> str:
        return ", ".join(_percent(rate) for rate in rates)

    shipped = text(row.shipped) if row.shipped else "none"
    cells = (row.group, row.scored_by, row.frames, row.people, _percent(row.at_rate))
    return f"| {' | '.join(map(str, cells))} | {text(row.transferred)} | {shipped} |"


def _percent(rate: object) -> str:
    value, low, high = (100 * getattr(rate, name) for name in ("value", "low", "high"))
    digits = 1 if value > 1 else 3
    return f"{value:.{digits}f} % [{low:.{digits}f}, {high:.{digits}f}]"


def _state(file: str) -> str:
    from identity.engines.dlib_resnet import models_folder

    try:
        return "there" if (models_folder() / file).is_file() else "missing"
    except FileNotFoundError as error:
        return str(error)


def _compared(
    choice: EngineChoice,
    photos: dict[str, Examination],
    pairs: Sequence[tuple[str, str]],
    others: Sequence[str],
) -> list[Verification]:
    from identity.pairs import Comparison, cohort_of

    metric = METRICS[choice.kind]
    cohort = cohort_of([photos[name] for name in others], metric)
    comparison = Comparison(photos, cohort, metric, _version(photos.values()))
    return [comparison.compare(_frames(a), _frames(b)) for a, b in pairs]


def _portraits(
    choice: EngineChoice, workers: int, root: Path, people: Sequence[tuple[str, str, str]]
) -> tuple[list["Portrait"], str]:
    """Photos with a face, of (path, person, group) rows, and the engine's version."""
    from identity.evaluate import Portrait
    from identity.pairs import probe_of

    photos = _examined(choice, workers, root, [path for path, _, _ in people])
    found = [
        Portrait(person, group, probe.vector, probe.weight)
        for path, person, group in people
        if (probe := probe_of(photos[path])) is not None
    ]
    return found, _version(photos.values())


def _examined(
    choice: EngineChoice, workers: int, root: Path, names: Sequence[str]
) -> dict[str, Examination]:
    settings = PoolSettings(engine=choice, workers=workers)
    found = asyncio.run(examine_all(settings, [root / name for name in names]))
    return {name: found[root / name] for name in names}


def _version(photos: Iterable[Examination]) -> str:
    return next((photo.engine for photo in photos if photo.engine), "none")


def _print_pair(a: str, b: str, found: Verification, as_json: bool) -> None:
    line = {"a": a, "b": b, "score": found.score, "verdict": found.verdict}
    if found.problem is not None:
        line |= {"problem": found.problem, "side": found.side}
    if as_json:
        typer.echo(json.dumps(line, ensure_ascii=False))
    else:
        typer.echo("\t".join("" if value is None else str(value) for value in line.values()))


def _frames(side: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in side.replace("|", ";").split(";") if name.strip())


def _pairs(path: Path) -> list[tuple[str, str]]:
    return [(row["a"], row["b"]) for row in _rows(path, "a", "b")]


def _cohort_names(path: Path) -> list[str]:
    """The first photo of each person, or every photo where people are not named."""
    rows = _rows(path, "path")
    return list({row.get("identity") or row["path"]: row["path"] for row in rows[::-1]}.values())


def _people(folder: Path) -> list[tuple[str, str, str]]:
    return [
        (f"{person.name}/{photo.name}", person.name, "all")
        for person in sorted(folder.iterdir())
        if person.is_dir()
        for photo in sorted(person.iterdir())
        if photo.is_file()
    ]


def _rows(path: Path, *columns: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := set(columns) - set(reader.fieldnames or ()):
            raise typer.BadParameter(f"{path} lacks the columns {', '.join(sorted(missing))}")
        return list(reader)
