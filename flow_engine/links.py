"""A run as a link: the way in a few hundred letters, and nothing of a person.

``1.periksa.<base64url>``: format, flow, then bytes. For each shown step they hold the
mark of its place, the mark of what was asked and answered there, and the answer as an
index or a number. A text or a personal fact is only told as given. So a link can be
read by another version of the flow, and is judged like any saved run.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from flow_engine.comparison import Judgement, Loss, Verdict, judge
from flow_engine.content import places
from flow_engine.events import Action, Event
from flow_engine.facts import CLOCK, NO_VALUE, WITHHELD, Fact, FactType, Value
from flow_engine.logbook import begun, fold, names_at, nth_of, skip_once
from flow_engine.model import Flow, handed_facts
from flow_engine.packing import Bytes, BytesProblem, Packer
from flow_engine.repeats import MARK, fact_named, plain_key
from flow_engine.session import State, replay, without_person
from flow_engine.traces import MARK_SIZE, PLACE, WHOLE, Trace, place_mark, trace_of
