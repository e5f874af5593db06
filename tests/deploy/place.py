"""A server's folder as an operator manages it."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

from deploy import kelola


@dataclass
class Place:
    """A folder that is managed by the operator's tool."""

    root: Path

    def run(self, *words: str | Path) -> tuple[int, str, str]:
        """Run the tool; return its exit code and what it said, as result and as complaint."""
        said, complained = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
            code = kelola.main(["--folder", str(self.root), *map(str, words)])
        return code, said.getvalue(), complained.getvalue()

    def do(self, *words: str | Path) -> str:
        """Run the tool and expect that it does what it was asked."""
        code, said, complained = self.run(*words)
        assert (code, complained) == (0, "")
        return said

    def refuse(self, *words: str | Path) -> str:
        """Run the tool and expect that it refuses; return why."""
        code, said, complained = self.run(*words)
        assert (code, said) == (1, "")
        return complained

    @property
    def site(self) -> Path:
        """What a server serves."""
        return self.root / "kini" / "situs"

    def notice(self) -> dict[str, object]:
        """What an open page reads of the version that is served."""
        about: dict[str, object] = json.loads((self.site / "version.json").read_text())
        return about
