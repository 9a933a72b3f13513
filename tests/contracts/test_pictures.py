"""Pictures: who made them is told, where they were taken is not, and a bomb is refused."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from contracts.models import Picture
from home.groups import EDITORS
from tests import factories
from tests.contracts.roles import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def jpeg(width: int = 1600, height: int = 900) -> bytes:
    """With the place where it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Appareil de Léa"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (48.0, 23.0, 27.0)
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#477a5b").save(out, "JPEG", exif=exif)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A file of a few bytes that says it has this many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + lines + chunk(b"IEND", b"")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def upload(name: str, content: bytes, **fields: str):
    values = {
        "title": "La halle",
        "description": "La halle un jour de marché",
        "author": "Léa Martin",
        "licence": "CC BY 4.0",
        **fields,
    }
    values["file"] = SimpleUploadedFile(name, content)
    return member_of(EDITORS).post(reverse("wagtailimages:add"), values)


def picture() -> Picture:
    upload("halle.jpg", jpeg())
    return Picture.objects.get()


def test_a_picture_is_kept_upright_without_where_nor_when_it_was_taken():
    kept = picture()

    assert (kept.width, kept.height) == (900, 1600)
    with kept.open_file() as file:
        content = file.read()
    assert not Image.open(io.BytesIO(content)).getexif()
    assert b"Appareil" not in content
    assert kept.credit == "Léa Martin, CC BY 4.0"


@pytest.mark.parametrize("field", ["author", "licence", "description"])
def test_author_licence_and_text_are_asked(field):
    response = upload("halle.jpg", jpeg(), **{field: ""})

    assert field in response.context["form"].errors
    assert not Picture.objects.exists()


def test_a_decorative_picture_has_no_text():
    upload("halle.jpg", jpeg(), description="", is_decorative="on")

    assert Picture.objects.get().default_alt_text == ""


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("plan.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Format"),
        ("bombe.png", png_of(60_000, 60_000), "pixels"),
        ("grande.png", png_of(9_000, 9_000), "pixels"),
        ("tronquée.png", png_of(900, 900), "abîmé"),
        ("faux.jpg", b"rien", ""),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused(name, content, told):
    response = upload(name, content)

    assert response.status_code == 200
    [message] = response.context["form"].errors["file"]
    assert told in message
    assert not Picture.objects.exists()


@pytest.mark.parametrize("make", [factories.contract, factories.case_study, factories.tool])
def test_a_page_shows_its_picture_with_its_credit_and_so_does_its_card(client, make):
    page = make(picture=picture())

    html = client.get(page.url).content.decode()
    listing = client.get(page.get_parent().url).content.decode()

    for shown in (html, listing):
        assert 'alt="La halle un jour de marché"' in shown
        assert 'loading="lazy"' in shown
        assert "srcset=" in shown
        assert "Léa Martin, CC BY 4.0" in shown
    [social] = [part for part in html.split("<meta ") if 'property="og:image"' in part]
    assert "fill-1200x630" in social
    assert 'content="http' in social
