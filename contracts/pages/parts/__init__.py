"""Parts that several pages share: citations, breadcrumbs, glossary links, structured data."""
