"""The signed address that erases a frozen dossier: its key alone, which its readers hold, does not."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from contracts.deciding.frozen.models import FrozenDossier


def erase_token(dossier: FrozenDossier) -> str:
    """Told once, to whoever froze it. Nothing keeps it: it is drawn from the key and the site's own."""
    return _signer().signature(dossier.key)


def may_erase(dossier: FrozenDossier, token: str) -> bool:
    try:
        _signer().unsign(f"{dossier.key}~{token}")
    except BadSignature:
        return False
    return True


def _signer() -> Signer:
    return Signer(sep="~", salt="contracts.deciding.frozen.erase")
