"""The physicians of an institution, and how far the institutions of a region have come."""

from aiohttp import web

from console.pages import page
from console.visit import Visit, see_other
from console.words import today
from storage.desk import Desk, Role
from storage.staff import Place, StaffFilter, adoption_in, staff_of


async def mine(visit: Visit, desk: Desk) -> web.StreamResponse:
    """GET: a clerk's own institution; an officer's institutions with their figures."""
    if desk.role is Role.CLERK:
        return see_other(f"/console/staff/{desk.institution_code}")
    search = visit.asked("q")
    found = await adoption_in(desk, today(), search)
    return page(visit, "institutions.html", found=found, search=search)


async def show(visit: Visit, institution: Place) -> web.StreamResponse:
    """GET: the physicians of one institution, by page, filter and name."""
    asked, search = visit.asked("show"), visit.asked("q")
    wanted = StaffFilter(asked) if asked in set(StaffFilter) else StaffFilter.ALL
    number = visit.asked("page")
    staff = await staff_of(
        institution, today(), wanted, search, int(number) if number.isdigit() else 1
    )
    return page(
        visit,
        "staff.html",
        staff=staff,
        wanted=wanted,
        filters=tuple(StaffFilter),
        search=search,
    )
