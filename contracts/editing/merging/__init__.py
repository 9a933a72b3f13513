"""Two rows that say the same made one: tags, themes, territories, sources, terms."""
