"""Templates filled with what a page says; every text is escaped, so whatever a label contains stays text."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from chartway import __version__
from chartway.link import safe_url
from chartway.report.printed import linked, printable
from chartway.site.address import page_of, relative
from chartway.site.site import Site
from chartway.wording import counted, day

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"
"""Styles and scripts are files of the site; nothing else is loaded, and nothing is sent."""


@cache
def _environment() -> Environment:
    templates = {name: asset(name) for name in _names() if name.endswith(".html")}
    environment = Environment(
        loader=DictLoader(templates),
        autoescape=True,
        finalize=printable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"linked": lambda text: linked(text, 0), "day": day, "safe_url": safe_url}
    environment.globals |= {"version": __version__, "policy": POLICY, "counted": counted}
    return environment


def _names() -> list[str]:
    return sorted(entry.name for entry in resources.files("chartway.site").iterdir())


def asset(name: str) -> str:
    """A file of ours that goes into the site, or a template."""
    return (resources.files("chartway.site") / name).read_text("utf-8")


def filled(site: Site, template: str, address: str, **said: Any) -> bytes:  # noqa: ANN401 - what templates print
    """The page at an address: ``link`` leads to an address, ``thing`` to the page of an id, if it has one."""

    def link(target: str) -> str:
        return relative(address, target)

    def thing(id: str, text: str = "") -> Markup:
        name = printable(text or site.knowledge.name(id))
        if id not in site.pages:
            return Markup("{}").format(name)
        return Markup('<a href="{}">{}</a>').format(link(page_of(id)), name)

    page = _environment().get_template(template)
    return page.render(site=site, link=link, thing=thing, **said).encode()
