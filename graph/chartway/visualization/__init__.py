"""The interactive picture of the ways to a goal, as one self-contained page."""

from __future__ import annotations

from chartway.visualization.composition import picture_of
from chartway.visualization.page import to_html, write_html
from chartway.visualization.picture import Headline, Picture

__all__ = ["Headline", "Picture", "picture_of", "to_html", "write_html"]
