"""Templates of the site, read with the spaces that French requires.

Who writes a template types ordinary spaces around « » and before « : », as anywhere else; a line
must not break there, nor leave a colon alone at its head. What is read from the database is set
when it is shown (`typo_fr`).
"""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader as FilesystemLoader

from contracts.values.french.typography import NARROW, NO_BREAK

# Tags of templates, and what is no French, pass as they are; else a space that is to be set.
_SPACES = re.compile(
    r"(?P<kept>\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->"
    r"|<(?P<name>script|style|textarea|pre|code|kbd|samp)\b.*?</(?P=name)\s*>)"
    r"|(?<=«)\s+"
    r"|(?<=[^\s«]) +(?=:(?:\s|<|\{|$))"
    r"|(?<=[\d}]) +(?=[%€](?:[\s.,;)<]|$))"
    r"|(?<=[^\s«]) +(?P<tall>(?=[;!?»]))",
    re.DOTALL | re.IGNORECASE,
)


def typeset(source: str) -> str:
    """The source of a template with its spaces set.

    >>> typeset("« {{ title }} » : lu ?") == "«\\u00a0{{ title }}\\u202f»\\u00a0: lu\\u202f?"
    True
    """
    return _SPACES.sub(_set, source)


def _set(match: re.Match[str]) -> str:
    if match["kept"] is not None:
        return match["kept"]
    return NO_BREAK if match["tall"] is None else NARROW


class Loader(FilesystemLoader):
    """As Django's loader of `DIRS`, for templates of HTML."""

    def get_contents(self, origin: Origin) -> str:
        source = super().get_contents(origin)
        return typeset(source) if origin.name.endswith(".html") else source
