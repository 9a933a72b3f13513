"""The models of the catalogue, one module per concept."""

from contracts.models.case_study import CaseStudyPage, CaseStudyPlace
from contracts.models.commune import Commune, CommuneAlias
from contracts.models.contract import ContractPage, Party
from contracts.models.fixture import LoadedFixture
from contracts.models.glossary import Synonym, Term
from contracts.models.images.picture import Picture, PictureRendition
from contracts.models.listing import CaseStudyIndexPage, ContractIndexPage, ToolIndexPage
from contracts.models.rows.commitment import Commitment
from contracts.models.rows.fact import Fact
from contracts.models.rows.indicator import Indicator
from contracts.models.rows.link import PageLink
from contracts.models.rows.milestone import Milestone
from contracts.models.rows.statement import Statement, TaggedStatement
from contracts.models.source import Source
from contracts.models.tag import Tag, TaggedPage
from contracts.models.territory import Membership, Territory, TerritoryFigure, TerritoryName
from contracts.models.theme import Theme
from contracts.models.tool import ToolPage, ToolResource, ToolStep
from contracts.models.upkeep.link import ExternalLink
from contracts.models.upkeep.merged import Merged
from contracts.models.upkeep.reading import PageReading

__all__ = [
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "CaseStudyPlace",
    "Commitment",
    "Commune",
    "CommuneAlias",
    "ContractIndexPage",
    "ContractPage",
    "ExternalLink",
    "Fact",
    "Indicator",
    "LoadedFixture",
    "Membership",
    "Merged",
    "Milestone",
    "PageLink",
    "PageReading",
    "Party",
    "Picture",
    "PictureRendition",
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
