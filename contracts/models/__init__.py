"""The models of the catalogue, one module per concept."""

from contracts.models.case_study import CaseStudyPage, CaseStudyPlace
from contracts.models.commitment import Commitment
from contracts.models.commune import Commune
from contracts.models.contract import ContractPage, Party
from contracts.models.fact import Attribute, Fact
from contracts.models.fixture import LoadedFixture
from contracts.models.glossary import Synonym, Term
from contracts.models.index import CaseStudyIndexPage, ContractIndexPage, ToolIndexPage
from contracts.models.link import PageLink
from contracts.models.milestone import Milestone
from contracts.models.source import Source
from contracts.models.statement import Statement, TaggedStatement
from contracts.models.tag import Tag, TaggedPage
from contracts.models.territory import Membership, Territory, TerritoryFigure, TerritoryName
from contracts.models.theme import Theme
from contracts.models.tool import ToolPage, ToolResource, ToolStep

__all__ = [
    "Attribute",
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "CaseStudyPlace",
    "Commitment",
    "Commune",
    "ContractIndexPage",
    "ContractPage",
    "Fact",
    "LoadedFixture",
    "Membership",
    "Milestone",
    "PageLink",
    "Party",
    "Source",
    "Statement",
    "Synonym",
    "Tag",
    "TaggedPage",
    "TaggedStatement",
    "Term",
    "Territory",
    "TerritoryFigure",
    "TerritoryName",
    "Theme",
    "ToolIndexPage",
    "ToolPage",
    "ToolResource",
    "ToolStep",
]
