"""The list of a desk: applications and tasks together, what is due first on top."""

from datetime import date, datetime
from typing import NamedTuple

from aiohttp import web

from console.pages import page
from console.visit import Visit, see_other
from registry.service import Body
from storage.cases import CaseLine, View, cases_at, count
from storage.desk import Desk, Role
from storage.tasks import TaskState, TaskSummary, tasks_at

APPLICATIONS = "applications"
TASKS = "tasks"


class Item(NamedTuple):
    """One line; `title` and `state` are message keys."""

    address: str
    title: str
    who: str
    where: str
    state: str
    since: datetime
    due: date | None
    number: str = ""


class Queue(NamedTuple):
    """What the list shows, with the number of entries of each view."""

    view: View
    kind: str
    search: str
    items: tuple[Item, ...]
    counts: dict[View, int]

    @property
    def query(self) -> str:
        """The choice of list, to be kept in every address."""
        return f"view={self.view}&kind={self.kind}"


async def show(visit: Visit, desk: Desk) -> web.StreamResponse:
    """GET: the list, with room for a case beside it."""
    return page(visit, "queue.html", queue=await queue_of(visit))


async def home(visit: Visit, _: Desk) -> web.StreamResponse:
    """GET with a slash at the end: the same place."""
    return see_other("/console")


async def queue_of(visit: Visit) -> Queue:
    """The list that the address asks for."""
    view = View(visit.asked("view")) if visit.asked("view") in set(View) else View.ACT
    kind = visit.asked("kind") if visit.asked("kind") in (APPLICATIONS, TASKS) else ""
    search = visit.asked("q")
    tasks = await _tasks(visit.desk)
    items: list[Item] = []
    if kind != TASKS:
        items += [_case(line, view) for line in await cases_at(visit.desk, view, search)]
    if kind != APPLICATIONS:
        items += [_task(line) for line in tasks[view] if _found(line, search)]
    if view is not View.DONE:
        items.sort(key=lambda item: (item.due or date.max, item.since))
    counts = {one: await count(visit.desk, one) + len(tasks[one]) for one in View}
    return Queue(view, kind, search, tuple(items), counts)


async def _tasks(desk: Desk) -> dict[View, list[TaskSummary]]:
    """The tasks of each view: what lies at an institution waits for it, an officer may step in."""
    open_ones = await tasks_at(desk)
    officer = desk.role is Role.OFFICER
    return {
        View.ACT: [line for line in open_ones if not (officer and line.institution)],
        View.WAIT: [line for line in open_ones if officer and line.institution],
        View.DONE: await tasks_at(desk, TaskState.CLOSED),
    }


def _case(line: CaseLine, view: View) -> Item:
    # The old institution may speak or stay silent: the others' state and deadline are not its own.
    leaving = view is View.ACT and line.acts_as is Body.OLD_INSTITUTION
    return Item(
        address=f"/console/applications/{line.number}",
        title=f"title.{line.service}",
        who=line.physician,
        where=line.institution,
        state="console.state.leaving" if leaving else f"console.state.{line.state.value}",
        since=line.submitted_at,
        due=None if leaving else line.due,
        number=line.number,
    )


def _task(line: TaskSummary) -> Item:
    return Item(
        address=f"/console/tasks/{line.id}",
        title=f"console.task.{line.kind.value}",
        who=line.physician,
        where=line.institution,
        state=f"console.outcome.{line.outcome}" if line.outcome else "console.state.open",
        since=line.closed_at or line.opened_at,
        due=None,
    )


def _found(line: TaskSummary, search: str) -> bool:
    return not search or search in line.physician
