"""What the pages of a session show, prepared so that templates only show it."""
