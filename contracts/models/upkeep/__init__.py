"""What keeps the catalogue healthy beside its content: rows that were merged, links that were checked."""
