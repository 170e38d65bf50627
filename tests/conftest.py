"""What every test gets: repeatable examples, no network, a browser on request."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

IN_CI = bool(os.environ.get("CI"))
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Without these Chromium looks up its maker's hosts at every start, and refuses to start as root.
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

hypothesis.settings.register_profile("ci", derandomize=True, max_examples=200, database=None, deadline=None)
hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.load_profile("ci" if IN_CI else "dev")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that open pages, so that ``-m "not browser"`` leaves them out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def is_this_machine(address: object) -> bool:
    """Whether a socket address stays on this machine; a path is a local socket."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in {"", "localhost"}


def refuse(address: object) -> None:
    """Fail the running test if the address is on another machine."""
    if not is_this_machine(address):
        pytest.fail(f"a test reached for the network: {address!r}")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Fail the test that looks up or opens a connection to another machine from Python.

    Sockets that pyoxigraph opens by itself are not seen here: a test of those needs a server of its own to watch.
    """

    def guard(owner: object, name: str, address_of: Callable[[tuple[Any, ...]], object]) -> None:
        call = getattr(owner, name)

        def guarded(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as many shapes as socket has
            refuse(address_of(arguments))
            return call(*arguments, **options)

        patch.setattr(owner, name, guarded)

    with pytest.MonkeyPatch.context() as patch:
        guard(socket, "getaddrinfo", lambda arguments: (arguments[0] or "",))
        for name in ("connect", "connect_ex", "sendto"):
            guard(socket.socket, name, lambda arguments: arguments[-1])
        yield


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the project."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a window; the test is skipped where there is none, but never in CI."""
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if executable is None:
        missing = pytest.fail if IN_CI else pytest.skip
        missing("no Chromium on the PATH; on Debian: apt-get install chromium libatomic1")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - 0.1 s, for the tests that open pages only

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(CHROMIUM_OPTIONS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of its own; whatever it asks of another machine fails the test."""
    context = browser.new_context()
    strays: list[str] = []
    context.on("request", lambda request: None if is_local_url(request.url) else strays.append(request.url))
    context.route(lambda url: not is_local_url(url), lambda route: route.abort())
    yield context.new_page()
    context.close()
    assert not strays, f"the page asked for {strays}"


def is_local_url(url: str) -> bool:
    """Whether a page may ask for it: files, data, and servers on this machine."""
    parts = urlsplit(url)
    return parts.scheme in {"about", "blob", "data", "file"} or is_this_machine((parts.hostname or "",))
