"""The demonstration: an invented register in an empty installation, and who to be in it."""

import json
from datetime import date

import typer

from bot import guides
from bot.app import App
from bot.settings import Settings
from registry.frozen import Frozen
from registry.staff import Clerk, Officer
from registry.synthetic import DemoPerson, Register, generate
from storage import officers, register
from storage.database import Unit

PASSWORD = "yizhu-demo"
NAMES = "demo.json"


class Printed(Frozen):
    """One person to be in the demonstration, with what is typed to be that person."""

    story: str
    name: str
    id_number: str
    qualification_number: str
    institution: str
    clerk: str
    officer: str


async def prepare(app: App) -> tuple[Printed, ...]:
    """Fill an empty register unless the operator said no; returns whom the newcomer can be."""
    if app.settings.demo is not False and await register.is_empty():
        await _fill(app)
    kept = app.settings.home / NAMES
    if not kept.exists():
        return ()
    return tuple(Printed.model_validate(row) for row in json.loads(kept.read_text("utf-8")))


async def _fill(app: App) -> None:
    typer.echo("First start: making an invented register … / 第一次启动：正在生成演示用名册……")
    made = generate(date.today())
    people = [person.but(photo_confirmed_on=None) for person in made.physicians]

    async def work(unit: Unit) -> None:
        await register.add_institutions(made.institutions)
        await register.add_physicians(app.vault, people)
        await register.add_filings(made.filings)
        await register.note_unit(unit, "synthetic", len(people))

    await app.database.run(work)
    staff: list[Clerk | Officer] = [*made.clerks, *made.officers]
    await officers.load(app.database, staff, {person.login: PASSWORD for person in staff})
    await app.reload_institutions()
    (app.settings.home / NAMES).write_text(
        json.dumps([_printed(made, p).model_dump() for p in made.demo_people], ensure_ascii=False),
        "utf-8",
    )
    app.knowledge.add([guides.FOLDER])


def _printed(made: Register, person: DemoPerson) -> Printed:
    record = next(one for one in made.physicians if one.id == person.physician_id)
    place = next(one for one in made.institutions if one.code == record.institution_code)
    clerk = next(c for c in made.clerks if c.institution_code == place.code)
    level = {"province": 2, "city": 4, "county": 6}[place.authority.value]
    officer = next(o for o in made.officers if o.region == place.region[:level])
    return Printed(
        story=person.story.value,
        name=person.typed_name,
        id_number=record.id_number,
        qualification_number=record.qualification_number or "",
        institution=place.name,
        clerk=clerk.login,
        officer=officer.login,
    )


def announce(settings: Settings, people: tuple[Printed, ...]) -> None:
    """Print where everything is."""
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    typer.echo(f"\n医助 Yizhu\n  聊天 chat     {base}/\n  工作台 console {base}/console\n")
    if not people:
        return
    typer.echo(f"演示人物（均为虚构）  Demo people (all invented) · password: {PASSWORD}")
    for person in people:
        typer.echo(
            f"  {person.name}  {person.id_number}  {person.qualification_number}\n"
            f"      {person.institution} · clerk: {person.clerk} · officer: {person.officer}"
        )
