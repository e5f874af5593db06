"""The door of the room ``latihan``: its import adds the calls of all that is practised here."""

from __future__ import annotations

from flow_engine.bridge import add_calls
from learning import card_room, practice_room, progress_room

add_calls({**card_room.CALLS, **practice_room.CALLS, **progress_room.CALLS})
