"""``transcript``: replay a transcript and print it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flow_engine.commands.flows import INVALID, OK, sound_flows
from flow_engine.commands.registry import Command
from flow_engine.transcript_text import render_markdown
from flow_engine.transcripts import (
    MAX_CHARS,
    TranscriptError,
    dump_transcript,
    read_text,
    replay_transcript,
    too_large,
)

# A letter takes up to four bytes.
MAX_BYTES = 4 * MAX_CHARS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file, and how it is printed."""
    parser.add_argument("berkas", metavar="BERKAS", type=Path, help="transkrip yang diunduh")
    parser.add_argument("--json", action="store_true", help="cetak sebagai JSON, bukan Markdown")


def run(options: argparse.Namespace) -> int:
    """Replay a transcript with the flows as they are; 0 at its end, 2 where it is refused."""
    try:
        text = read_file(options.berkas)
        # A file that is no transcript is said to be none before all flows are read.
        read_text(text)
        flows = sound_flows(options.data)
        if flows is None:
            return INVALID
        found = replay_transcript(flows, text)
    except OSError:
        print("Berkas itu tidak dapat dibuka.", file=sys.stderr)
        return INVALID
    except TranscriptError as error:
        print(error, file=sys.stderr)
        return INVALID
    print(dump_transcript(found.data) if options.json else render_markdown(found.data), end="")
    return OK


def read_file(path: Path) -> str:
    """Return the text of a file; one that is too large is refused before it is read."""
    if path.stat().st_size > MAX_BYTES:
        raise too_large()
    return path.read_bytes().decode("utf-8", "replace")


COMMAND = Command("transcript", "putar ulang satu transkrip", add_arguments, run)
