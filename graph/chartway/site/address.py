"""Where everything stands in a site: addresses that stay, and the way from one to another.

All links are relative, so that a site may live in a folder of a host, or on a disk.
"""

from __future__ import annotations

import posixpath
import re
from hashlib import blake2b

FOLDERS = frozenset({"classes", "compare", "explore", "individuals", "kinds", "pathways", "properties"})
"""The folders of pages that are not about one thing; a group of things with such a name steps aside."""
UNSAFE = re.compile(r"^\.|[^a-z0-9.-]")
"""What a name of a file does not carry everywhere: capitals are the same as small letters on some disks."""
LONGEST = 120
"""Signs of a name that all disks can carry."""


def place(id: str) -> str:
    """Where the files of a thing stand, without their ending; different ids have different places.

    >>> place("ahima:rhit"), place("soc:29-2072"), place("pathways:x")
    ('ahima/rhit', 'soc/29-2072', 'pathways_/x')
    >>> place("id:../../Etc")
    'id/_2e./_2e./_45tc'
    """
    group, _, name = id.partition(":")
    first, *rest = map(_segment, [group, *name.split("/")])
    return "/".join([f"{first}_" if first in FOLDERS else first, *rest])


def _segment(name: str) -> str:
    safe = UNSAFE.sub(lambda match: "".join(f"_{byte:02x}" for byte in match[0].encode("utf-8", "replace")), name)
    if len(safe) > LONGEST:
        safe = f"{safe[: LONGEST // 2]}_-{blake2b(name.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
    return safe or "_"


def page_of(id: str) -> str:
    """The address of the page about a thing.

    >>> page_of("ahima:rhit")
    'ahima/rhit.html'
    """
    return f"{place(id)}.html"


def explorer_of(id: str) -> str:
    """The address of the interactive page of a thing.

    >>> explorer_of("ahima:rhit")
    'explore/ahima/rhit.html'
    """
    return f"explore/{page_of(id)}"


def report_of(id: str) -> str:
    """The address of the report on the pathway to a thing.

    >>> report_of("ahima:rhit")
    'pathways/ahima/rhit.html'
    """
    return f"pathways/{page_of(id)}"


def relative(origin: str, target: str) -> str:
    """The way from one page to another.

    >>> relative("ahima/rhit.html", "index.html"), relative("index.html", "ahima/rhit.html#sources")
    ('../index.html', 'ahima/rhit.html#sources')
    """
    address, sign, part = target.partition("#")
    if address in {"", origin}:
        return f"#{part}" if sign else posixpath.basename(origin)
    return posixpath.relpath(address, posixpath.dirname(origin) or ".") + sign + part
