"""What is made of each thing that was named: a want, a question, or something that is not added; a later mention stands for an earlier one."""

from __future__ import annotations

from advisor.calling.heard_behind import Said
from advisor.calling.heard_match import Match
from advisor.calling.heard_names import ids_of
from advisor.calling.heard_quantity import Quantity, quantity_of
from advisor.calling.heard_scope import judge
from advisor.calling.heard_text import Text
from advisor.calling.heard_values import AskedBack, Elsewhere, Heard, HeardOutcome, HeardWant, NotAdded, Span, Unclear
from advisor.pack import CUSTOMER_TASK, Pack


class Hearing:
    """Collects what was heard, mention by mention; a later one that says more stands for the earlier one."""

    def __init__(self, pack: Pack, source: str, text: Text) -> None:
        self.pack, self.source, self.text = pack, source, text
        self.wants: dict[str, tuple[HeardWant | AskedBack, Quantity]] = {}
        self.outcomes: dict[str, HeardOutcome] = {}
        self.unclear: dict[tuple[str, ...], Unclear] = {}
        self.general: dict[tuple[str, ...], int] = {}  # which match is unclear
        self.not_added: list[NotAdded] = []
        self.elsewhere: list[Elsewhere] = []
        self.decided: set[int] = set()  # the places of what is more than named in passing

    def heard(self) -> Heard:
        for n, said in enumerate(judge(self.text)):
            match = self.text.matches[n]
            if said not in ("passing", "weak"):
                self.decided.update(range(match.first, match.last + 1))
            self._take(n, match, said)
        self._together_with_general()
        decided = [one for one, _ in self.wants.values()]
        return Heard(
            wants=tuple(one for one in decided if isinstance(one, HeardWant)),
            outcomes=tuple(self.outcomes.values()),
            asked_back=tuple(one for one in decided if isinstance(one, AskedBack)),
            unclear=tuple(self.unclear.values()),
            not_added=tuple(self.not_added),
            elsewhere=tuple(self.elsewhere),
        )

    def _span(self, match: Match) -> Span:
        return self.text.words[match.first].start, self.text.words[match.last].end

    def _take(self, n: int, match: Match, said: Said) -> None:
        span, first = self._span(match), match.names[0]
        named, offerings = self.source[span[0] : span[1]], ids_of(match.names)
        if said in ("refused", "there", "passing"):
            if first.pack == self.pack.id and first.kind == "offering":
                self._refuse(NotAdded(named, offerings, said, span))
        elif first.pack != self.pack.id:
            if said not in ("compound", "weak"):
                self.elsewhere.append(Elsewhere(named, first.pack, offerings, span))
        elif first.kind == "outcome":
            self.outcomes.setdefault(first.id, HeardOutcome(first.id, span))
        elif (
            len(offerings) > 1
            or said in ("compound", "weak")
            or (self.pack.offerings[offerings[0]].kind == CUSTOMER_TASK and match.size < 2)
        ):
            self.general.setdefault(offerings, n)
            self.unclear.setdefault(offerings, Unclear(named, offerings, span))
        else:
            self._want(n, offerings[0], said, span)

    def _refuse(self, refused: NotAdded) -> None:
        self.not_added.append(refused)
        if refused.why == "refused":
            for offering in refused.offerings:
                there = self.wants.get(offering)
                if there is not None and self._is_same_thing(there[0].span, refused.span):
                    del self.wants[offering]

    def _was_refused(self, n: int, offering: str) -> bool:
        """Whether a longer name of the thing was refused before."""
        shorter = [one for one in self.not_added if one.why == "refused" and offering in one.offerings]
        now = self._span(self.text.matches[n])
        return any(one.span[1] - one.span[0] > now[1] - now[0] for one in shorter)

    def _is_same_thing(self, one: Span, other: Span) -> bool:
        """Whether two names of one offering share a word: "a new website? no, forget the website", but not "Mattermost, not Slack"."""
        said = [{word.base for word in self.text.words if a <= word.start < b} for a, b in (one, other)]
        return bool(said[0] & said[1] - self.text.lists.filling)

    def _want(self, n: int, offering: str, said: Said, span: Span) -> None:
        quantity = quantity_of(self.text, self.source, n, self.pack.offerings[offering])
        if self._is_replaced(n):
            self._replace(n)
        before = self.wants.get(offering)
        if before is None and not quantity.stated and self._was_refused(n, offering):
            return  # "no fax machine, who still sends a fax?"
        if before is not None and said == "lacking" and isinstance(before[0], HeardWant):
            return  # "six lamps, there is no light out there"
        if before is not None:
            quantity, span = self._together(n, before, quantity, span)
        self.wants[offering] = (self._as_heard(offering, said, quantity, span), quantity)

    def _together_with_general(self) -> None:
        """ "Five hundred brochures, digital print": what was said in general is the one that is named beside it, with its number."""
        words = self.text.words
        for offerings, n in self.general.items():
            match = self.text.matches[n]
            wanted = [name for name in offerings if isinstance(self.wants.get(name, (None,))[0], HeardWant)]
            if len(offerings) < 2 or len(wanted) != 1:
                continue
            want, quantity = self.wants[wanted[0]]
            near = next((place for place, word in enumerate(words) if word.start == want.span[0]), -1)
            if near < 0 or abs(words[near].clause - words[match.first].clause) > 1:
                continue
            in_general = quantity_of(self.text, self.source, n, self.pack.offerings[wanted[0]])
            if quantity.stated or not in_general.stated:
                continue
            self.wants[wanted[0]] = (self._as_heard(wanted[0], "wanted", in_general, want.span), in_general)
            del self.unclear[offerings]

    def _as_heard(self, offering: str, said: Said, quantity: Quantity, span: Span) -> HeardWant | AskedBack:
        if said in ("maybe", "enough", "lacking"):
            return AskedBack(offering, span, quantity.said, said, quantity.value)
        if quantity.value is None:
            return AskedBack(offering, span, quantity.said, "how_many")
        return HeardWant(offering, quantity.value, span, quantity.said)

    def _together(
        self, n: int, before: tuple[HeardWant | AskedBack, Quantity], now: Quantity, span: Span
    ) -> tuple[Quantity, Span]:
        """Two mentions of one thing: the one with a number counts; two numbers are asked about, unless one corrects the other."""
        there, earlier = before
        if not now.stated or (earlier.stated and earlier.value == now.value):
            return earlier if earlier.stated or there.span != span else now, there.span
        if not earlier.stated or self._is_replaced(n):
            return now, span
        both = f"{earlier.said}, {now.said}"
        return Quantity(None, both, True, now.last), span

    def _correction_before(self, n: int) -> int | None:
        """The place of a correcting word right before a mention."""
        begin = self.text.begin(self.text.matches[n])
        ends = {cue.last + 1: cue.first for cue in self.text.correcting.values()}
        return ends.get(begin)

    def _is_replaced(self, n: int) -> bool:
        return n > 0 and self._correction_before(n) is not None

    def _replace(self, n: int) -> None:
        """ "A NAS, sorry, a server": what stood right before the correction goes, unless it is the same thing."""
        place = self._correction_before(n)
        earlier = self.text.matches[n - 1]
        idle = self.text.lists.filling | self.text.lists.correcting
        if place is None or earlier.names == self.text.matches[n].names:
            return
        if not all(word.raw in idle for word in self.text.words[earlier.last + 1 : place][1:]):
            return
        offerings = ids_of(earlier.names)
        for offering in offerings:
            if self.wants.pop(offering, None) is not None:
                span = self._span(earlier)
                self.not_added.append(NotAdded(self.source[span[0] : span[1]], (offering,), "corrected", span))
