"""Reads ``taksiran``: a promise in words that the page also tells as a time of day."""

from __future__ import annotations

from flow_engine.conditions import Names, read_duration
from flow_engine.fields import Fields
from flow_engine.model import Estimate

ESTIMATE_KEYS = ("lama", "sejak")


def read_estimate(f: Fields, names: Names) -> Estimate | None:
    """Read ``taksiran``: how long after what a time of day is told."""
    if not f.has("taksiran"):
        return None
    e = f.child("taksiran", "taksiran", ESTIMATE_KEYS)
    minutes = read_duration(e.text("lama"))
    if minutes is None:
        f.log.add(
            e.at("lama"),
            "batas-salah",
            f"Lama “{e.text('lama')}” tidak dapat dibaca.",
            allowed=("3 jam", "30 menit"),
        )
    since = e.text("sejak")
    if since and since not in names.facts:
        f.log.add(
            e.at("sejak"),
            "rujukan-fakta",
            f"Fakta “{since}” belum ditulis.",
            allowed=names.facts,
            guess_from=since,
        )
    return Estimate(minutes or 0, since)
