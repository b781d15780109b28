"""Takes secrets out of what may be shown: passwords and tokens of addresses, and whatever the channels are configured with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

HIDDEN = "***"
_IN_ADDRESS = re.compile(r"(\b[a-z][a-z0-9+.-]*://)([^\s/@]+@)?([^\s/?#\"']+)([^\s\"']*)", re.IGNORECASE)
_NAMED = re.compile(r"(?i)\b(password|passwd|pwd|token|secret|api[_-]?key|authorization)(\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s,;&]+)")
SHORTEST = 4


def scrubbed(text: str, addresses: Iterable[str] = ()) -> str:
    """The text without the parts of these addresses that give access, and without user, path and query of any address."""
    for secret in sorted({part for address in addresses for part in _parts(address)}, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    text = _IN_ADDRESS.sub(_host_only, text)
    return _NAMED.sub(lambda found: f"{found[1]}{found[2]}{HIDDEN}", text)


def _host_only(found: re.Match[str]) -> str:
    if found[1].lower() == "file://":
        return found[0]
    user = f"{HIDDEN}@" if found[2] else ""
    rest = f"/{HIDDEN}" if len(found[4]) > 1 else found[4]
    return f"{found[1]}{user}{found[3]}{rest}"


def _parts(address: str) -> set[str]:
    """Everything in an address that may be secret: all but the scheme, and the host of an address that has one with a dot."""
    parts = {address}
    split = urlsplit(address)
    pieces = [split.username, split.password, *split.path.split("/"), *re.split(r"[&=]", split.query)]
    if "." not in split.netloc.rpartition("@")[2]:
        pieces.append(split.netloc.rpartition("@")[2])  # tokens stand where a host would, as in slack://A/B/C
    for piece in pieces:
        if piece and len(piece) >= SHORTEST:
            parts |= {piece, unquote(piece)}
    return parts
