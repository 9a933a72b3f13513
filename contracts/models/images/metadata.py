"""What a file of picture says beside the picture: where and when it was taken, with what, by whom."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

_QUALITY = {"JPEG": 90, "WEBP": 88, "AVIF": 80}
_KEPT = {"icc_profile", "jfif", "jfif_version", "jfif_unit", "jfif_density"}


def without_metadata(content: bytes) -> bytes | None:
    """The same picture upright, with its colours and nothing else; None when it holds no more."""
    with Image.open(io.BytesIO(content)) as image:
        kind = str(image.format)
        if not set(image.info) - _KEPT:
            return None
        upright = ImageOps.exif_transpose(image)
        profile = image.info.get("icc_profile")
        bare = upright.convert(upright.mode)
        bare.info = {name: value for name, value in upright.info.items() if name == "transparency"}
        out = io.BytesIO()
        options = {"quality": _QUALITY[kind]} if kind in _QUALITY else {}
        bare.save(out, kind, icc_profile=profile, exif=b"", **options)
    return out.getvalue()
