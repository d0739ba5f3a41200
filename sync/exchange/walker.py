"""The walk through a parcel: its header, then range by range the entries, as every party reads them.

The hub stages each range in a transaction of its own, the laptop takes all of them in one, the auditor names faults in
them, the lister keeps them; all walk here. Sans-IO, as `parcel` is: pieces come in as bytes, and nothing is read ahead.

    header, ranges = ranges_of(events_of(pieces, limits))
    for incoming in ranges:
        incoming.head
        for lines in incoming: ...

A range ends with its last entry, at once: a line after it that cannot be read is no fault of the range before. Who must
not take a range of a parcel that was cut calls `reach_next` before taking it for whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sync.exchange.answers import ParcelSignature
from sync.exchange.parcel import End, Entries, Event, Header, Limits, ParcelReader
from sync.exchange.ranges import RangeHead


class ParcelEvents(Iterator[Event]):
    """The events of a parcel as they come, and once they have ended, who vouches for it."""

    def __init__(self, pieces: Iterable[bytes], limits: Limits, *, whole: bool) -> None:
        self._reader = ParcelReader(limits)
        self._events = self._read(pieces, whole=whole)

    def __next__(self) -> Event:
        return next(self._events)

    @property
    def signed(self) -> ParcelSignature | None:
        """Who says to vouch for the parcel; None if nobody does, or its end has not come."""
        return self._reader.signed

    def _read(self, pieces: Iterable[bytes], *, whole: bool) -> Iterator[Event]:
        for piece in pieces:
            yield from self._reader.feed(piece)
        if whole:
            self._reader.close()


def events_of(pieces: Iterable[bytes], limits: Limits, *, whole: bool = True) -> ParcelEvents:
    """The events of a parcel; raises as `ParcelReader` does, where it breaks or was cut. Not `whole`: for who looks at its
    beginning alone, and does not ask whether there is an end."""
    return ParcelEvents(pieces, limits, whole=whole)


def ranges_of(events: Iterator[Event]) -> tuple[Header, Iterator[IncomingRange]]:
    """The header of a parcel, read now, and its ranges, read as they are asked for. Of a range that was not read to its
    end the rest is passed over. After the last range the events are read to their end, so a parcel that was cut raises."""
    header = next(events)
    assert isinstance(header, Header), "a parcel without a header does not get here"
    return header, _ranges(events)


class IncomingRange:
    """A range of a log as it comes in: iterated over it gives its entry lines, in portions as they were read, once."""

    def __init__(self, head: RangeHead, events: Iterator[Event]) -> None:
        self.head = head
        self._left = head.end - head.start
        self._events = events
        self._after: RangeHead | End | None = None

    def __iter__(self) -> Iterator[list[bytes]]:
        while self._left:
            event = next(self._events)
            assert isinstance(event, Entries), "the reader gives as many entries as the head says"
            self._left -= len(event.lines)
            yield event.lines

    def reach_next(self) -> RangeHead | End:
        """Read to the line after the range, past what is left of it: where the parcel was cut, or that line cannot be
        read, this raises."""
        for _passed_over in self:
            pass
        if self._after is None:
            event = next(self._events)
            assert isinstance(event, RangeHead | End), "the reader gives one header, and no more entries than the head says"
            self._after = event
        return self._after


def _ranges(events: Iterator[Event]) -> Iterator[IncomingRange]:
    line: Event = next(events)
    while isinstance(line, RangeHead):
        incoming = IncomingRange(line, events)
        yield incoming
        line = incoming.reach_next()
    assert next(events, None) is None, "the reader gives nothing after the end"
