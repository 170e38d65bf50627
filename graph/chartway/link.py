"""Which addresses a page may turn into links."""

from __future__ import annotations

from urllib.parse import urlsplit

ADDRESS = r"https?://[^\s<>\"']*[^\s<>\"'.,;:)]"
"""The pattern of an address within a sentence, without the sentence's own signs."""
FOLLOWED = frozenset({"http", "https", "mailto"})
"""Schemes of addresses that become links; everything else ("javascript:", "data:", "file:") stays text."""


def safe_url(url: str) -> str:
    r"""The address if a browser may follow it, else nothing.

    >>> safe_url("https://www.ahima.org/ccs"), safe_url("java\tscript:alert(1)"), safe_url("data:text/html,x")
    ('https://www.ahima.org/ccs', '', '')
    """
    if any(letter.isspace() or not letter.isprintable() for letter in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    followed = parts.scheme in FOLLOWED and bool(parts.path if parts.scheme == "mailto" else parts.netloc)
    return url if followed else ""
