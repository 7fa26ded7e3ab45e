"""An invented register for the demonstration and the tests."""

from registry.synthetic.register import DemoPerson, Register, Story, generate

__all__ = ["DemoPerson", "Register", "Story", "generate"]
