"""Find a Chromium for the tests and the screenshots, and install one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.site import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

ON_PATH = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
)
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
# Nothing but the page under test may ask the network for anything.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Browser:
    """A browser to start; ``path`` None means the one that Playwright keeps itself."""

    path: str | None
    origin: str

    def __str__(self) -> str:
        """Say which, for a log."""
        return f"{self.path or 'Chromium bawaan Playwright'} ({self.origin})"


def launch_args() -> list[str]:
    """Return the command line switches; root cannot use Chromium's sandbox."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ["--no-sandbox", *QUIET] if is_root else list(QUIET)


def wait_for_js(page: Page, holds: str, arg: Any = None, *, timeout: float = 30_000) -> None:
    """Wait until an expression or a function of the page holds.

    Playwright's ``wait_for_function`` evaluates a text inside the page, which the policy of the
    shipped headers forbids.

    Args:
        page: A page, which may be going to another address meanwhile.
        holds: JavaScript.
        arg: What a function is given.
        timeout: In milliseconds, as everywhere in Playwright.

    Raises:
        TimeoutError: It did not hold in time.
    """
    deadline = time.monotonic() + timeout / 1000
    while not _holds(page, holds, arg):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{timeout / 1000:g} detik: {holds}")
        page.wait_for_timeout(20)


def _holds(page: Page, holds: str, arg: Any) -> bool:
    from playwright.sync_api import Error

    try:
        return bool(page.evaluate(holds, arg))
    except Error as error:
        if "context was destroyed" in str(error):
            return False
        raise


def system_browser() -> str | None:
    """Return the first Chromium, Chrome or Edge on this system."""
    found = (shutil.which(name) for name in ON_PATH)
    return next((path for path in (*found, *map(shutil.which, ELSEWHERE)) if path), None)


def is_debian_root() -> bool:
    """Tell whether the package ``chromium`` can be installed: Debian itself, as root."""
    release = Path("/etc/os-release")
    is_debian = release.is_file() and "ID=debian" in release.read_text().splitlines()
    return is_debian and os.geteuid() == 0


def use_own_browser_folder() -> None:
    """Let Playwright keep its browser in ``.cache`` unless the user has chosen a place."""
    os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(ROOT / ".cache" / "playwright"))


def ensure_browser() -> Browser:
    """Return a browser, installing one if the system has none.

    Raises:
        subprocess.CalledProcessError: There is none and none could be installed.
    """
    if path := system_browser():
        return Browser(path, "dari sistem")
    if is_debian_root():
        print("== Memasang paket Debian chromium (sekali saja)", flush=True)
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=env)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        done = subprocess.run(install, env=env, stdout=subprocess.DEVNULL)
        if done.returncode == 0 and (path := system_browser()):
            return Browser(path, "paket Debian")
    use_own_browser_folder()
    print("== Memasang Chromium bawaan Playwright (sekali saja)", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    return Browser(None, "dipasang Playwright")


def main() -> int:
    """Make sure that there is a browser and say which."""
    try:
        print(f"== Peramban: {ensure_browser()}", flush=True)
    except (OSError, subprocess.CalledProcessError):
        print("Tidak ada Chromium, Chrome, atau Edge, dan tidak dapat dipasang.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
