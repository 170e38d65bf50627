"""Everything that needs no server, as static files for any web host: a page for each thing, and what is said of all."""

from __future__ import annotations

from chartway.site.publication import published
from chartway.site.site import Site

__all__ = ["Site", "published"]
