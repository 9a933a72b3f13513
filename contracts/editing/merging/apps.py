"""Merges, an application of its own for its hooks."""

from django.apps import AppConfig


class MergingConfig(AppConfig):
    name = "contracts.editing.merging"
    label = "merging"
    verbose_name = "Fusions"
