"""The kinds of pages of the catalogue, offered to the search."""

from contracts.index import updates
from contracts.index.documents import case_study, contract, tool
from contracts.index.projections import Projection
from contracts.models import CaseStudyPage, ContractPage, ToolPage


def register() -> None:
    """Called once, at start."""
    updates.offer(ContractPage, Projection(contract.document, contract.lookups))
    updates.offer(CaseStudyPage, Projection(case_study.document, case_study.lookups))
    updates.offer(ToolPage, Projection(tool.document, tool.lookups))
