"""A refusal: an exception whose sentence is for the person who asked."""

from __future__ import annotations


class Refusal(Exception):
    """What cannot be done, said in French to the person who asked. `field` names the field at
    fault, when there is one."""

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.message = message
        self.field = field
