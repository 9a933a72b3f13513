"""What was last published or changed among the fiches of a list, as an Atom feed (RFC 4287)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from contracts import kinds
from contracts.opendata.columns import Item
from contracts.opendata.datasets import RESULTS
from contracts.opendata.news.reading import News, latest
from contracts.opendata.reading import documents
from contracts.opendata.selection import Extract
from contracts.values.clean_text import clean_lines
from search.models import SearchDocument

MOST = 30  # entries
_OF_THE_SITE = "Nouveautés"
_SINCE = 2026  # when this site began to name its entries so; never changed, they would all be new


def _title(selection: Extract) -> str:
    """What the list is called in a reader of feeds: the whole search is the news of the site."""
    about = selection.about
    is_whole = selection.dataset is RESULTS and not (about.words or about.filters)
    return _OF_THE_SITE if is_whole else about.title


def atom(selection: Extract, request: HttpRequest) -> HttpResponse:
    """The newest of those that bear the date of a publication: territories and terms do not. A list
    of rows of fiches tells the news of these fiches, and which of their rows it has."""
    about = selection.about
    feed = Atom1Feed(
        title=clean_lines(f"{_title(selection)} — {about.publisher}"),
        link=about.address,
        description="",
        language="fr",
        author_name=about.publisher,
        feed_url=request.build_absolute_uri(),
        feed_copyright=about.licence,
    )
    newest = _newest(selection)
    news = latest([item.row.key for item in newest])
    for item in newest:
        row = item.row
        kind = kinds.get(row.kind)
        labels = [kind.label if kind else row.kind, *(row.card.get("themes") or ())]
        feed.add_item(
            title=clean_lines(row.title),
            link=item.address,
            description=_told(row.summary, news.get(row.key), selection.fiches[row.key]),
            unique_id=f"tag:{request.get_host().partition(':')[0]},{_SINCE}:{row.key}",
            updateddate=row.updated,
            categories=[clean_lines(label) for label in labels],
        )
    content = feed.writeString("utf-8").encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response


def _newest(selection: Extract) -> list[Item]:
    dated = SearchDocument.objects.filter(updated__isnull=False).order_by("-updated", "key")
    rows = dated.values_list("key", flat=True).iterator()
    keys = list(islice((key for key in rows if key in selection.fiches), MOST))
    found = documents(keys, selection.site)
    return [found[key] for key in keys if key in found]


def _told(summary: str, news: News | None, held: Sequence[str]) -> str:
    """In HTML: what the fiche says, what changed in it the last day, then what a list of rows has of
    it."""
    said = f"<p>{escape(clean_lines(summary))}</p>" if summary else ""
    if news and news.is_new:
        said += "<p>Fiche nouvelle.</p>"
    elif news and news.changes:
        said += f"<p>Ce qui change :</p>{_list(news.changes)}"
    return said + (f"<p>Dans cette liste :</p>{_list(held)}" if held else "")


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(clean_lines(one))}</li>' for one in items)}</ul>"
