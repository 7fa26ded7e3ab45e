"""The documentation is complete and points at what exists."""

import importlib
import re
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer.core
import typer.main

from benchmarks.__main__ import NAMES as BENCHMARKS
from bot.cli import COMMANDS
from bot.settings import Settings
from bot.texts import texts
from handlers.advance import advance
from handlers.catalogue import Catalogue
from handlers.effect import Call, Show
from handlers.event import Event, Media, Pressed, Said, Uploaded
from handlers.session import Known, Lang, Session
from registry.service import (
    Body,
    Check,
    ChoiceStep,
    Completion,
    DocumentStep,
    Effect,
    Service,
    TextStep,
)
from registry.services import SERVICES
from tests.bot.reached_texts import FAMILIES
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.glob("*.md")])
OPERATING = (DOCS / "operating.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
AT = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=8)))


def variables() -> dict[str, str]:
    """Every environment variable that is a setting, with the name of its field."""
    return {
        str(field.validation_alias or f"YIZHU_{name.upper()}"): name
        for name, field in Settings.model_fields.items()
    }


def commands() -> Iterator[str]:
    """Every command and sub-command of the command line."""
    for name in COMMANDS:
        app = importlib.import_module(f"bot.commands.{name}").app
        command = typer.main.get_command(app)
        if isinstance(command, typer.core.TyperGroup) and command.commands:
            yield from (f"python -m bot {name} {part}" for part in command.commands)
        else:
            yield f"python -m bot {name}"


def targets() -> list[str]:
    """Every target of the Makefile that is meant to be typed."""
    line = re.search(r"^\.PHONY:(.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert line
    return line[1].split()


def links(page: Path) -> Iterator[str]:
    """The relative links and images of a page."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" not in target and not target.startswith("mailto:"):
            yield unquote(target)


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).strip().replace(" ", "-") for one in headings}


@pytest.mark.parametrize("variable", list(variables()))
def test_every_setting_is_in_the_table_with_its_default(variable: str) -> None:
    row = re.search(rf"^\| `{variable}` \| ([^|]+) \| .+ \|$", OPERATING, re.MULTILINE)
    default = Settings.model_fields[variables()[variable]].default
    shown = {"None": "unset", "": "empty", "True": "`true`", "False": "`false`"}

    assert row
    if variable != "YIZHU_KEY_FILE":
        assert shown.get(str(default), f"`{default}`") == row[1].strip()


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_is_documented(command: str) -> None:
    assert f"| `{command}` |" in OPERATING


@pytest.mark.parametrize("target", targets())
def test_every_make_target_is_documented(target: str) -> None:
    assert f"| `make {target}` |" in OPERATING


def test_the_readme_gives_the_two_commands() -> None:
    assert not [one for one in ("make run", "make test", "make bench") if one not in README]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert not broken


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_every_page_can_be_reached_from_the_readme(page: Path) -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        here = waiting.pop().resolve()
        if here not in reached and here.suffix == ".md" and here.exists():
            reached.add(here)
            waiting += [here.parent / link.partition("#")[0] for link in links(here)]

    assert page.resolve() in reached


def test_every_picture_is_shown() -> None:
    shown = {Path(link).name for page in PAGES for link in links(page)}
    taken = {picture.name for picture in (DOCS / "screenshots").glob("*.png")}

    assert taken <= shown


def test_every_figure_of_the_readme_is_one_that_a_benchmark_prints() -> None:
    """Names made from parts (f"{name}_p50_ms") are compared with their parts left open."""
    table = README.split("<!-- figures", 1)[1].split("\n\n", 1)[0]
    named = set(re.findall(r"`([a-z0-9_]+)`", table.split("|---", 1)[1]))
    source = "".join((ROOT / "benchmarks" / f"{name}.py").read_text("utf-8") for name in BENCHMARKS)
    printed = re.findall(r'Figure\(\s*f?"([^"]+)"', source)
    patterns = [re.compile(re.sub(r"\\{.*?\\}", "[a-z0-9_]+", re.escape(one))) for one in printed]

    assert named
    assert not {name for name in named if not any(p.fullmatch(name) for p in patterns)}


def test_every_table_is_accounted_for_in_the_page_on_privacy() -> None:
    sources = [path.read_text("utf-8") for path in sorted((ROOT / "storage").glob("*.py"))]
    tables = {name for text in sources for name in re.findall(r"^class (\w+)\(Model\)", text, re.M)}
    page = (DOCS / "privacy.md").read_text("utf-8")

    assert tables
    assert not {table for table in tables if f"`{table}`" not in page}


def test_the_changelog_tells_of_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_named_in_the_readme(service: str) -> None:
    assert texts(Lang.ZH).text(f"title.{service}") in README


def test_the_page_on_services_lists_every_kind_of_text_that_a_service_needs() -> None:
    page = (DOCS / "adding-a-service.md").read_text("utf-8")
    steps = {step.id for service in SERVICES.values() for step in service.steps}
    of_services = [
        pattern.split("*")[0]
        for pattern, members in FAMILIES.items()
        if {member.split(".")[0] for member in members} <= steps | set(SERVICES)
    ]

    assert not [family for family in of_services if f"`{family}<" not in page]


NEW = Service(
    id="new_thing",
    completion=Completion.SUBMIT,
    needs_binding=True,
    review=True,
    listed=True,
    steps=(
        ChoiceStep(id="kind_of_thing", values=("small", "large")),
        TextStep(id="reason_for_thing", check=Check.FREE_TEXT),
        DocumentStep(id="proof_of_thing"),
    ),
    confirms=(Body.INSTITUTION,),
    decides=Body.AUTHORITY,
    effects=(Effect(field="department", step="reason_for_thing"),),
)


def test_a_service_that_no_code_knows_of_is_walked_to_its_submission() -> None:
    catalogue = Catalogue(services={**SERVICES, NEW.id: NEW})
    known = Known(bound=True, name="林知秋", has_photo=True, verified_at=AT)
    session, said = Session(), []
    for make in (
        lambda turn: Pressed(at=AT, key="do:new_thing", turn=turn),
        lambda turn: Pressed(at=AT, key="value:small", turn=turn),
        lambda turn: Said(at=AT, text="科室里需要"),
        lambda turn: Uploaded(at=AT, media=Media.PHOTO, blob="b1"),
        lambda turn: Pressed(at=AT, key="submit", turn=turn),
    ):
        event: Event = make(session.turn)
        session, effects = advance(catalogue, known, session, event)
        said += [part.message for e in effects if isinstance(e, Show) for part in e.parts]
    (call,) = [effect for effect in effects if isinstance(effect, Call)]

    assert NEW.id == call.arguments["service"]
    assert {"kind_of_thing", "reason_for_thing", "proof_of_thing"} == set(call.arguments["answers"])
    assert {"ask.kind_of_thing", "ask.reason_for_thing", "ask.proof_of_thing"} <= set(said)
    assert "review.new_thing" in said
