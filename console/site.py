"""Every address of the console."""

from aiohttp import web

from console import assets, case, facts, knowledge, policy, queue, sign_in, staff, task
from console.access import (
    ANYBODY,
    CASE,
    DESK,
    INSTITUTION,
    OFFICER,
    TASK,
    Route,
    guarded,
    route,
)
from console.keys import show as show_keys
from console.limiter import LIMITER, Limiter
from console.program import OFFICERS, PROGRAM, Program
from storage.officers import Officers

_CASE = "/console/applications/{number}"
_TASK = "/console/tasks/{task}"

ROUTES: tuple[Route, ...] = (
    route("GET", "/console/static/{version}/{name}", ANYBODY, assets.serve),
    route("GET", "/console/sign-in", ANYBODY, sign_in.show),
    route("POST", "/console/sign-in", ANYBODY, sign_in.enter),
    route("POST", "/console/sign-out", DESK, sign_in.leave),
    route("POST", "/console/language", DESK, sign_in.change_language),
    route("GET", "/console", DESK, queue.show),
    route("GET", "/console/", DESK, queue.home),
    route("GET", "/console/keys", DESK, show_keys),
    route("GET", _CASE, CASE, case.show),
    route("POST", _CASE, CASE, case.decide),
    route("GET", f"{_CASE}/print", CASE, case.printable),
    route("GET", f"{_CASE}/audit", CASE, case.audited),
    route("GET", f"{_CASE}/documents/{{blob}}", CASE, case.document),
    route("GET", _TASK, TASK, task.show),
    route("POST", _TASK, TASK, task.end),
    route("POST", f"{_TASK}/reply", TASK, task.reply),
    route("GET", f"{_TASK}/pictures/{{picture}}", TASK, task.picture),
    route("GET", facts.ADDRESS, OFFICER, knowledge.show),
    route("POST", facts.ADDRESS, OFFICER, knowledge.add, knowledge.LARGEST_UPLOAD),
    route("POST", f"{facts.ADDRESS}/remove", OFFICER, knowledge.remove),
    route("GET", f"{facts.ADDRESS}/compare", OFFICER, knowledge.compare),
    route("GET", f"{facts.ADDRESS}/asked", OFFICER, knowledge.asked),
    route("GET", facts.FACTS, OFFICER, facts.show),
    route("POST", facts.FACTS, OFFICER, facts.save),
    route("GET", policy.PUBLISH, OFFICER, policy.show),
    route("POST", policy.PUBLISH, OFFICER, policy.publish),
    route("GET", "/console/staff", DESK, staff.mine),
    route("GET", "/console/staff/{institution}", INSTITUTION, staff.show),
)


def setup(web_app: web.Application, program: Program) -> None:
    """Add the console to a server."""
    web_app[PROGRAM] = program
    web_app[OFFICERS] = Officers(program.database)
    web_app[LIMITER] = Limiter()
    web_app.add_routes([web.route(one.method, one.path, guarded(one)) for one in ROUTES])
