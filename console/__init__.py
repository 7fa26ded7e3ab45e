"""Web pages for clerks and officers."""

from console.site import setup

__all__ = ["setup"]
