"""Small numbers and readings as bytes, and back; reading refuses what is no such thing."""

from __future__ import annotations

_SIGNS = "0123456789+-.,"
_MOST_BITS = 63


class BytesProblem(ValueError):
    """Bytes that end too early, or hold what nothing writes."""


class Packer:
    """Bytes under way."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    @property
    def done(self) -> bytes:
        """Return what was packed."""
        return bytes(self._bytes)

    def hexed(self, digits: str) -> None:
        """Add hex digits, two to a byte."""
        self._bytes += bytes.fromhex(digits)

    def number(self, value: int) -> None:
        """Add a number of 0 or more, seven bits to a byte."""
        while value > 0x7F:
            self._bytes.append(value & 0x7F | 0x80)
            value >>= 7
        self._bytes.append(value)

    def reading(self, text: str) -> None:
        """Add the signs of a reading, two to a byte; its length is packed elsewhere."""
        digits = "".join(f"{_SIGNS.index(sign):x}" for sign in text)
        self.hexed(digits + "f" * (len(digits) % 2))


class Bytes:
    """Bytes being read.

    Every method raises BytesProblem where the bytes end or hold nothing of the kind.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def ended(self) -> bool:
        """Tell whether all was read."""
        return self._at == len(self._data)

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise BytesProblem("the bytes end too early")
        self._at += count
        return taken

    def hexed(self, count: int) -> str:
        """Read so many hex digits."""
        return self._take(count // 2).hex()

    def number(self) -> int:
        """Read a number of 0 or more."""
        value = 0
        for shift in range(0, _MOST_BITS, 7):
            byte = self._take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise BytesProblem("a number is too long")

    def reading(self, length: int) -> str:
        """Read the signs of a reading."""
        digits = self._take((length + 1) // 2).hex()[:length]
        if not set(digits) <= set("0123456789abcd"):
            raise BytesProblem("a reading holds what is no sign")
        return "".join(_SIGNS[int(digit, 16)] for digit in digits)


def zigzag(value: int) -> int:
    """Return a number of 0 or more for any number: 0, -1, 1, -2 become 0, 1, 2, 3."""
    return value * 2 if value >= 0 else -value * 2 - 1


def unzigzag(value: int) -> int:
    """Return the number that :func:`zigzag` was given."""
    return value // 2 if value % 2 == 0 else -(value + 1) // 2
