"""Where the templates of pages are rendered: only a call of a macro, with a fixed text, runs.

``check_page`` has looked at the text of every page before. This is the second lock, at the last
moment and whatever way the text came: a title spelled with escapes, a page that a plugin made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

TOLD = (
    "Di dalam halaman hanya boleh {{ nama() }} atau {{ nama('teks') }} dari macro yang terdaftar. "
    "Selain itu tidak dijalankan."
)


class PageSandbox(ImmutableSandboxedEnvironment):
    """A Jinja environment that knows the macros and nothing else: no filter, no attribute."""

    def __init__(self, macros: Mapping[str, Callable[..., str]]) -> None:
        super().__init__(undefined=StrictUndefined)
        self.globals = dict(macros)
        self.filters = {}
        self.tests = {}

    def from_string(self, source: str | nodes.Template, *more: Any, **options: Any) -> Template:
        """Compile a text of nothing but words and calls of macros.

        Raises:
            SecurityError: It holds anything else.
        """
        tree = self.parse(source) if isinstance(source, str) else source
        for output in tree.body:
            if not isinstance(output, nodes.Output) or not all(map(self._is_call, output.nodes)):
                raise SecurityError(TOLD)
        return super().from_string(source, *more, **options)

    def _is_call(self, piece: nodes.Node) -> bool:
        if isinstance(piece, nodes.TemplateData):
            return True
        if not isinstance(piece, nodes.Call) or not isinstance(piece.node, nodes.Name):
            return False
        if piece.kwargs or piece.dyn_args or piece.dyn_kwargs:
            return False
        return piece.node.name in self.globals and all(
            isinstance(given, nodes.Const) and isinstance(given.value, str) for given in piece.args
        )

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No attribute of anything is read."""
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        """Only a macro is called."""
        return any(obj is macro for macro in self.globals.values())


def shut_in(plugin: Any) -> None:
    """Let mkdocs-macros render its pages in the sandbox, with the macros of this project.

    Args:
        plugin: The plugin after its ``on_config``, which has made an environment where a page
            reaches the operating system. Its own macros, which print the configuration, go too.
    """
    own = {
        name: macro
        for name, macro in plugin.macros.items()
        if not getattr(macro, "__module__", "").startswith("mkdocs_macros")
    }
    plugin._env = PageSandbox(own)
