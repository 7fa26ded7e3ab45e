"""People who work in the console: clerks of institutions and officers of authorities."""

from registry.frozen import Frozen
from registry.institution import AuthorityLevel


class Clerk(Frozen):
    """A clerk (医务科) of one institution; sees and confirms only what concerns it.

    `physician_id` is set when the clerk is also a physician in the register: nobody decides on
    his own application.
    """

    id: int
    login: str
    name: str
    institution_code: str
    physician_id: int | None = None


class Officer(Frozen):
    """An officer of the health authority of a region (two, four or six digits by its level)."""

    id: int
    login: str
    name: str
    region: str
    level: AuthorityLevel
    physician_id: int | None = None
