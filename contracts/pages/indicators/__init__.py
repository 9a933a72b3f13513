"""Every indicator of the tools in one table, with what narrows and orders it."""
