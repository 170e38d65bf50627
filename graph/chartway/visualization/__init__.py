"""Interactive pictures of what requires what, each as one self-contained page.

A picture is made of a :class:`World` and a question: :func:`picture_of` draws the ways to a goal,
:func:`picture_of_thing` the surroundings of anything, :func:`picture_of_all` a whole requirement graph.
:func:`to_html` makes its page.
"""

from __future__ import annotations

from chartway.visualization.composition import picture_of
from chartway.visualization.page import to_html, write_html
from chartway.visualization.picture import Headline, Picture
from chartway.visualization.surroundings import picture_of_all, picture_of_thing
from chartway.visualization.world import World

__all__ = [
    "Headline",
    "Picture",
    "World",
    "picture_of",
    "picture_of_all",
    "picture_of_thing",
    "to_html",
    "write_html",
]
