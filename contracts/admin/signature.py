"""Who acts in the admin, as a row remembers it."""

from __future__ import annotations

from typing import Any


def signature(user: Any) -> str:
    """The name of a person without any e-mail address, not even that of whoever acts."""
    name = user.get_full_name().strip() or user.get_username()
    return name.partition("@")[0]
