"""What is found of a term of the glossary: its definition, its expansion, its synonyms."""

from contracts import kinds
from contracts.index.documents.words import joined, richness
from contracts.index.keys import term_key
from contracts.models.glossary import Term
from search.index.documents import Document

TERM_LOOKUPS = ("synonyms",)


def term_document(term: Term) -> Document:
    """The document of a term that was read with TERM_LOOKUPS."""
    kind = kinds.of(Term)
    labels = joined([term.expansion, *(synonym.text for synonym in term.synonyms.all())])
    return Document(
        key=term_key(term.pk),
        kind=kind.code,
        title=term.term,
        summary=term.definition,
        labels=labels,
        url=term.get_absolute_url(),
        updated=term.last_published_at,
        card={
            "type_label": kind.label,
            "definition": term.definition,
            "category": term.get_category_display(),
        },
        weight=richness(term.definition, labels),
    )
