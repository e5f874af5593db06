"""The theme's styles as the site uses them: what no page and no script names is left out.

Material styles tabs, cards, admonitions, seventeen colours and much else that this site has not;
a browser would try all of it on every element, at every step of a call. What an editor begins to
use tomorrow is there tomorrow, because the finished pages decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from macros.publish.node import make_file

SCRIPT = Path(__file__).with_suffix(".mjs")
LINK = re.compile(r'<link rel="stylesheet" href="[^"]*?(assets/stylesheets/[^"]+\.css)">\s*')


def used_theme(site_dir: Path, pages: Sequence[Path], scripts: Sequence[Path]) -> str:
    """Return the theme's styles as far as pages or scripts name them; pages no longer ask for them.

    Args:
        site_dir: The finished site.
        pages: Its pages; the links to the theme's own files are taken out of them.
        scripts: What may put a class into a page later.

    Raises:
        NodeError: A style cannot be read.
    """
    styles: dict[str, None] = {}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        styles |= dict.fromkeys(LINK.findall(text))
        page.write_text(LINK.sub("", text), encoding="utf-8")
    if not styles:
        return ""
    css, _ = make_file(
        SCRIPT,
        {
            "users": [str(path) for path in (*pages, *scripts)],
            "styles": [str(site_dir / name) for name in styles],
        },
    )
    for name in styles:
        for path in (site_dir / name, site_dir / f"{name}.map"):
            path.unlink(missing_ok=True)
    return css.decode()
