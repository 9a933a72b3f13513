"""Blocks of editorial pages and of the answers to questions."""

from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from contracts.rules.publication import Fault


class SourceBlock(SnippetChooserBlock):
    def render_basic(self, value: Any, context: Any = None) -> str:
        """Where two versions are compared, an optional source that nobody chose is empty."""
        return "" if value is None else str(super().render_basic(value, context))

    def deconstruct(self) -> Any:
        """To migrations it is the block of Wagtail: what it stores is the same."""
        _, args, kwargs = super().deconstruct()
        return "wagtail.snippets.blocks.SnippetChooserBlock", args, kwargs


class SourcedParagraphBlock(blocks.StructBlock):
    """A paragraph that states facts, with the one or two sources that say them."""

    text = blocks.TextBlock(label="texte", max_length=2000)
    source = SourceBlock("contracts.Source", label="source")
    second_source = SourceBlock("contracts.Source", label="autre source", required=False)

    class Meta:
        label = "Paragraphe sourcé"
        icon = "openquote"
        template = "blocks/sourced_paragraph.html"


class PublisherBlock(blocks.StaticBlock):
    """Who publishes and hosts the site, out of its settings."""

    class Meta:
        label = "Identité de l’éditeur du site"
        icon = "home"
        template = "blocks/publisher.html"
        admin_text = "L’identité vient de Réglages › Éditeur du site."


class AccessibilityStateBlock(blocks.StaticBlock):
    """The state of accessibility, out of the site's settings: one place to change after an audit."""

    class Meta:
        label = "État d’accessibilité"
        icon = "check"
        template = "blocks/accessibility_state.html"
        admin_text = "L’état vient de Réglages › Éditeur du site."


class BodyBlock(blocks.StreamBlock):
    """The body of an editorial page."""

    heading = blocks.CharBlock(
        label="Intertitre", icon="title", max_length=160, template="blocks/heading.html"
    )
    sourced_paragraph = SourcedParagraphBlock()
    paragraph = blocks.RichTextBlock(
        label="Texte du site",
        icon="pilcrow",
        features=["bold", "link", "ol", "ul", "h3"],
        help_text="Pour ce qui parle du site lui-même ; un fait demande un paragraphe sourcé.",
        template="blocks/paragraph.html",
    )
    publisher = PublisherBlock()
    accessibility_state = AccessibilityStateBlock()


class AnswerBlock(blocks.StreamBlock):
    """The answer to a question: facts, each with its source, and nothing else."""

    sourced_paragraph = SourcedParagraphBlock()


def source_faults(body: Any) -> Iterator[Fault]:
    """One for each paragraph that states facts and names no source."""
    for block in body:
        if block.block_type == "sourced_paragraph" and block.value["source"] is None:
            yield Fault(
                f"Indiquez la source du paragraphe « {block.value['text'][:60]}… ».", "body"
            )
