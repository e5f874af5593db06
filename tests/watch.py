"""What a page asked for and complained about."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext


@dataclass
class Watch:
    """The requests and console errors of one browser context, whose site is at ``origin``."""

    origin: str
    requests: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)

    def foreign_requests(self) -> list[str]:
        """Return the addresses of other hosts that were asked."""
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme in {"http", "https", "ws", "wss"}
            and not url.startswith(f"{self.origin}/")
        ]

    def policy_violations(self) -> list[str]:
        """Return what the browser refused by the policy of the shipped headers."""
        return [text for text in self.console_errors if "Content Security Policy" in text]

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page and worker of ``context``."""
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("weberror", lambda error: self.console_errors.append(str(error.error)))
        context.on(
            "console",
            lambda message: (
                self.console_errors.append(message.text) if message.type == "error" else None
            ),
        )
