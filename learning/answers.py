"""Whether an answer to a card is right. The key stands in the card; here it is compared."""

from __future__ import annotations

from dataclasses import dataclass

from flow_engine.saved import BadMessage
from learning.cards import ORDER, Card

FOREIGN = "Jawaban itu bukan untuk kartu ini."


@dataclass(frozen=True)
class Judgement:
    """What became of an answer.

    Attributes:
        misplaced: Of an order, the choices that do not stand at their place.
    """

    right: bool
    misplaced: tuple[str, ...] = ()


def judge(card: Card, answer: object) -> Judgement:
    """Judge an answer: the id of a choice, or all ids in an order.

    Raises:
        BadMessage: It names no choice of this card, or not each of them once.
    """
    known = {choice.id for choice in card.choices}
    if card.kind != ORDER:
        if not isinstance(answer, str) or answer not in known:
            raise BadMessage(FOREIGN)
        return Judgement((answer,) == card.key)
    given = answer if isinstance(answer, list) else []
    if not all(isinstance(one, str) for one in given) or sorted(given) != sorted(known):
        raise BadMessage(FOREIGN)
    pairs = zip(given, card.key, strict=True)
    misplaced = tuple(one for one, right in pairs if one != right)
    return Judgement(not misplaced, misplaced)
