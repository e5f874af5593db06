"""What pages may hold, and what the knowledge must be: checked before MkDocs renders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from flow_engine.problems import Location, Problem, ProblemLog
from macros.data import House
from macros.front_matter import check_front_matter
from macros.registry import Macro

# Data is not published; assets are the developers' own code.
NOT_PAGES = ("_data", "assets")
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".svg")
_TAG = re.compile(r"</?[A-Za-z][\w-]*(?=[\s/>]|$)|<!--")
_SCRIPT_LINK = re.compile(r"\bjavascript:", re.IGNORECASE)
_HANDLER = re.compile(r"\{[^{}\n]*\bon[a-z]+\s*=", re.IGNORECASE)
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?:(?!\1).)*\1")
_RAW = re.compile(r"\{%-?\s*(end)?raw\s*-?%\}")


def check_pages(docs_dir: Path, house: House, macros: Mapping[str, Macro]) -> list[Problem]:
    """Return the problems of all pages, in the order of the files."""
    problems: list[Problem] = []
    for path in sorted(docs_dir.rglob("*")):
        folder = path.relative_to(docs_dir).parts[0]
        if folder in NOT_PAGES or path.name.startswith(".") or not path.is_file():
            continue
        name = f"docs/{path.relative_to(docs_dir).as_posix()}"
        if path.suffix != ".md":
            if path.suffix.lower() not in PICTURES:
                message = f"Berkas “{path.name}” tidak diterbitkan: bukan halaman, bukan gambar."
                problems.append(Problem(Location(name), "berkas-asing", message))
            continue
        problems += check_page(path.read_text(encoding="utf-8"), name, house, macros)
    return problems


def check_page(text: str, name: str, house: House, macros: Mapping[str, Macro]) -> list[Problem]:
    """Return what a page may not hold: unknown macros, statements, raw HTML, scripts.

    Pages may hold Markdown and calls like ``{{ sop('PRK') }}``, nothing else.
    """
    log = ProblemLog()
    check_front_matter(text, name, log)
    try:
        tree = Environment().parse(text)
    except TemplateSyntaxError as error:
        log.add(
            Location(name, error.lineno),
            "macro-rusak",
            f"Panggilan {{{{ … }}}} di sini tidak dapat dibaca ({error.message}).",
        )
    else:
        _check_calls(tree, text, name, house, macros, log)
    for line, prose in _prose_lines(text):
        for pattern, code, message in _FORBIDDEN:
            for match in pattern.finditer(prose):
                where = Location(name, line, match.start() + 1)
                log.add(where, code, message.format(match.group()))
    return list(log)


_FORBIDDEN = (
    (
        _TAG,
        "html-mentah",
        "“{}” adalah HTML mentah. Halaman hanya berisi Markdown dan panggilan macro.",
    ),
    (_SCRIPT_LINK, "tautan-skrip", "Tautan “{}” menjalankan skrip. Hapus."),
    (_HANDLER, "atribut-skrip", "Atribut “{}” menjalankan skrip. Hapus."),
)


def _prose_lines(text: str) -> Iterator[tuple[int, str]]:
    """Go through the lines outside code; code inside a line is blanked out."""
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        match = _FENCE.match(line)
        if match and (not fence or match.group(1).startswith(fence)):
            fence = "" if fence else match.group(1)
        elif not fence:
            yield number, _CODE.sub(lambda code: " " * len(code.group()), line)


def _check_calls(
    tree: nodes.Template,
    text: str,
    name: str,
    house: House,
    macros: Mapping[str, Macro],
    log: ProblemLog,
) -> None:
    for node in tree.body:
        if not isinstance(node, nodes.Output):
            log.add(
                Location(name, node.lineno),
                "perintah-templat",
                "Perintah {% … %} tidak dipakai di halaman. Pakai panggilan macro saja.",
            )
            continue
        for piece in node.nodes:
            if not isinstance(piece, nodes.TemplateData):
                _check_call(piece, text, name, house, macros, log)


def _check_call(
    piece: nodes.Node,
    text: str,
    name: str,
    house: House,
    macros: Mapping[str, Macro],
    log: ProblemLog,
) -> None:
    called = piece.node if isinstance(piece, nodes.Call) else piece
    if not isinstance(called, nodes.Name):
        log.add(
            Location(name, piece.lineno, _column(text, piece.lineno, "{{")),
            "macro-rusak",
            "Di dalam {{ … }} hanya boleh satu panggilan macro, misalnya {{ sop('PRK') }}.",
        )
        return
    where = Location(name, called.lineno, _column(text, called.lineno, called.name))
    macro = macros.get(called.name)
    if macro is None:
        log.add(
            where,
            "macro-tidak-dikenal",
            f"“{{{{ {called.name} }}}}” tidak dikenal.",
            allowed=macros,
            guess_from=called.name,
        )
        return
    if not isinstance(piece, nodes.Call):
        log.add(where, "macro-tanpa-kurung", f"Tulis {{{{ {called.name}() }}}}, dengan kurung.")
        return
    _check_arguments(piece, called.name, macro, house, where, log)


def _check_arguments(
    call: nodes.Call, name: str, macro: Macro, house: House, where: Location, log: ProblemLog
) -> None:
    allowed = tuple(macro.arguments(house))
    given = [arg.value if isinstance(arg, nodes.Const) else None for arg in call.args]
    extra = bool(call.kwargs or call.dyn_args or call.dyn_kwargs)
    if not allowed:
        if given or extra:
            log.add(where, "macro-argumen", f"{name}() tidak menerima isian di dalam kurung.")
        return
    if len(given) != 1 or extra or given[0] not in allowed:
        shown = str(given[0]) if given else ""
        log.add(
            where,
            "macro-argumen",
            f"{name}(…) perlu satu nama yang dikenal di dalam kurung"
            + (f"; “{shown}” tidak dikenal." if shown else "."),
            allowed=allowed,
            guess_from=shown,
        )


def _column(text: str, line: int, word: str) -> int:
    lines = text.split("\n")
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    match = re.search(rf"(?<!\w){re.escape(word)}", shown)
    return match.start() + 1 if match else 1
