"""Why a nation moved a lever: a few numbers while the world runs, words when somebody reads them."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from string import Formatter
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from sovereigns.agents.faults import STEERS, kind_of
from sovereigns.agents.fears import feared_for

Int = NDArray[np.int64]
Float = NDArray[np.float64]

WORDS = {
    "subsidy": "chip subsidy",
    "sovereign": "sovereign-AI programme",
    "localisation": "data localisation",
    "visa": "openness to foreign researchers",
    "joint": "incentive for joint research",
    "regulation": "domestic AI regulation",
    "safety_standard": "safety standard",
    "open_weights": "backing of open weights",
    "cooperate": "cooperation",
    "spy": "spying",
    "retaliate": "withheld materials",
    "join": "asks to join",
    "leave": "leaves",
    "propose": "proposes",
    "cheat": "covert programme",
}
"""Lever -> words."""


class Form(IntEnum):
    """Sentences; `target` is a nation or a body, `because` the cause that a strategy gives."""

    sentence: str

    def __new__(cls, sentence: str) -> Self:
        """Number a sentence by its place."""
        place = len(cls.__members__)
        form = int.__new__(cls, place)
        form._value_, form.sentence = place, sentence
        return form

    GIVEN = "{because}"
    WORKS = "works with {target}: {because}"
    PARTLY = "works with {target} in part: {because}"
    COMPETES = "competes with {target}: {because}"
    ANSWERS = "competes with {target} and answers its controls: {because}"
    AGREED = "competes with {target}, but lifts what the two agreed on: {because}"
    HARMLESS = "competes with {target}, but has little to fear from it"
    UNTRIED = "competes with {target}, but has not taken up this kind of control"
    NO_HOLD = "competes with {target}, but has nothing there to withhold from it"
    BEHIND = "competes with {target}, but is too far behind in AI to withhold anything from it"
    LISTED = "holds {target} near the level of the others on a list of its law"
    SPIES = "spies on {target}, which is ahead in AI, as it competes with it: {because}"
    KNOWN = "competes with {target}, but has little to learn from it or few means to spy"
    WITHHOLDS = "withholds materials for the controls of {target}: {because}"
    SPARES = "the controls of {target} do not call for withholding materials"
    BLOC_TOWARD = "its bloc decides toward {target}: the mean of what members ask, by their economies"
    BLOC = "its bloc decides: the mean of what members ask, by their economies"
    CHIPS_PAY = "as much as chips of its own promise gain"
    RALLIED = "as much as the controls of {target} rally it to"
    NO_CHIPS = "sees no gain in chips of its own"
    AI_PAYS = "as much as an AI of its own promises gain"
    MISFIT = "as much as the AI that its people use falls short of their culture"
    NO_AI = "sees no gain in an AI of its own"
    OPEN = "as it works with other economies and trusts them: {because}"
    JOINT = "as it works with those who have researchers and trusts them: {because}"
    ALONE = "means to stand alone, whatever others do"
    UNDONE = "voices that want to win undo it"
    ASKED = "voices for cooperation ask for it"
    HARM = "harm from AI is expected"
    AS_FOUND = "as it found it"
    BACKED = "trails {target}, and gains by what others make open"
    LEADS = "leads, and gains nothing by what others make open"
    SHUT_IN = "shuts its data in for fear of {target}"
    OPENED = "voices for cooperation open it"
    PAYS = "{target} pays for it as things stand"
    ENTERED = "is in {target} already"
    NO_TEXT = "no text of {target} is on the table"
    NOT_ADMITTED = "{target} does not admit it"
    PREVAIL = "rivals prevail in {target}"
    PREVAIL_NOT = "rivals do not prevail in {target}"
    PAYS_NOT = "{target} does not pay for it as things stand"
    WOULD_PAY = "{target} would pay for it, and nobody has proposed it"
    PROPOSED = "{target} is proposed already, or would not pay for it"
    CHEATS = "members of {target} are its rivals, and cheating on them pays"
    CHEATS_NOT = "cheating on {target} does not pay, or its members are no rivals"


HOW = (
    (0.05, "not at all"),
    (0.35, "little"),
    (0.65, "by half"),
    (0.95, "mostly"),
    (2.0, "fully"),
)
"""Share below which -> words."""
PERCENT = 100
LONGEST = 1000
"""Letters of a sentence that a strategy gives."""
NUMBER = re.compile(r"(\.\d)?[f%]?")
"""How `{:.0%}` and its like may write a share."""

Place = Callable[[str], int]
"""Number of a phrase, the same for the same phrase."""


class Why(NamedTuple):
    """The reasons of k moves."""

    form: Int
    """(k,) of Form"""
    because: Int
    """(k,) number of a phrase"""
    share: Int
    """(k,) what that phrase weighs, in percent"""
    fear: Int
    """(k,) 0: none is told; else 1 + 2 times an entry of `Briefing.fear`, + 1 where no threat is greater"""
    target: Int
    """(k,) 0 nobody, else 1 + row of the nation, or of the body behind all nations"""

    def take(self, rows: Int) -> Why:
        """The reasons of some of the moves."""
        return Why(*(part[rows] for part in self))


class Share:
    """A share that phrases show as words: `{how}`, or `{how:from a half on|below}`."""

    def __init__(self, share: float) -> None:
        self.share = share

    def __format__(self, words: str) -> str:
        if words:
            yes, _, no = words.partition("|")
            return yes if 2 * self.share >= 1 else no
        return next(words for below, words in HOW if self.share < below)


class Explained(Sequence[str]):
    """One reason a nation, and one for each of its moves, worked out when somebody asks.

    Of what a strategy gives only the `Reasons` of a posture stay so: others are read when it decides.
    """

    @abstractmethod
    def about(self, lever: str, who: Int, where: Sequence[Int], value: Float, place: Place) -> Why:
        """Why entries of a lever were moved.

        Args:
            lever: one of LEVERS.
            who: (k,) positions of the nations.
            where: the further indices of the entries, (k,) each.
            value: (k,) to what.
            place: numbers phrases.
        """


class Joined(Explained):
    """The reasons of disjoint groups of m nations."""

    def __init__(self, parts: Sequence[tuple[Int, Sequence[str]]], m: int) -> None:
        """Take them together.

        Args:
            parts: (positions among the m, their reasons) a group; a group may give none.
            m: how many nations there are.
        """
        self.reasons = [one if isinstance(one, Explained) else tuple(one) for _, one in parts]
        self.part, self.row = np.zeros(m, dtype=np.int64), np.zeros(m, dtype=np.int64)
        for number, (rows, _) in enumerate(parts):
            self.part[rows], self.row[rows] = number, np.arange(len(rows))

    def __len__(self) -> int:
        return len(self.part)

    def __getitem__(self, row: Any) -> Any:
        if isinstance(row, slice):
            return tuple(self[one] for one in range(len(self))[row])
        reasons = self.reasons[self.part[row]]
        return reasons[int(self.row[row])] if len(reasons) else ""

    def about(self, lever: str, who: Int, where: Sequence[Int], value: Float, place: Place) -> Why:
        """Why entries of a lever were moved, group by group."""
        whole = np.zeros((len(Why._fields), len(who)), dtype=np.int64)
        for number, reasons in enumerate(self.reasons):
            at = np.flatnonzero(self.part[who] == number)
            there = [index[at] for index in where]
            whole[:, at] = about(reasons, lever, self.row[who[at]], there, value[at], place)
        return Why(*whole)


class Delegated(Explained):
    """The reasons of m nations, some of whose levers their bloc decides."""

    def __init__(self, own: Sequence[str], members: NDArray[np.bool_], levers: Collection[str]) -> None:
        """Put the bloc's word in place of the members' own on these levers.

        Args:
            own: the reasons of all.
            members: (m,) who has left these levers to its bloc.
            levers: their names.
        """
        self.own, self.members, self.levers = own, members, frozenset(levers)

    def __len__(self) -> int:
        return len(self.members)

    def __getitem__(self, row: Any) -> Any:
        return self.own[row] if len(self.own) else ""

    def about(self, lever: str, who: Int, where: Sequence[Int], value: Float, place: Place) -> Why:
        """Why entries of a lever were moved; by a bloc where it decides."""
        why = about(self.own, lever, who, where, value, place)
        if lever not in self.levers:
            return why
        by_bloc, aimed = self.members[who], bool(where)
        form = Form.BLOC_TOWARD if aimed else Form.BLOC
        target = 1 + where[-1] if aimed else np.zeros_like(who)
        none = np.zeros_like(who)
        put = Why(none + form, none, none, none, target)
        return Why(*(np.where(by_bloc, now, was) for now, was in zip(put, why, strict=True)))


def about(
    reasons: Sequence[str], lever: str, who: Int, where: Sequence[Int], value: Float, place: Place
) -> Why:
    """Why entries of a lever were moved: as `Explained.about`, or by the one reason that a nation gives."""
    if isinstance(reasons, Explained):
        return reasons.about(lever, who, where, value, place)
    given = np.array([place(reason) for reason in reasons] or [place("")], dtype=np.int64)
    none = np.zeros_like(who)
    return Why(none, given[who] if len(reasons) else given[none], none, none, none)


def said(why: Why, phrases: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Each reason in words.

    Args:
        why: the reasons.
        phrases: by their numbers.
        names: of all nations, then of all bodies.
    """
    targets = ("", *names)
    sentences = [form.sentence for form in Form]
    for form, because, share, fear, target in zip(*(part.tolist() for part in why), strict=True):
        phrase = phrases[because] if form == Form.GIVEN else _filled(phrases[because], share / PERCENT)
        yield sentences[form].format(target=targets[target], because=phrase) + _fear(fear)


def _filled(phrase: str, share: float) -> str:
    """A phrase with its share, in words or as a number."""
    return phrase.format(share, how=Share(share))


def amiss(sentence: object, filled: bool) -> str:
    """What keeps a sentence that a strategy gives from being told; blank: nothing.

    Args:
        sentence: what was given.
        filled: whether `{how}` and its like stand for a share in it.
    """
    if not isinstance(sentence, str):
        return f"is {kind_of(sentence)}, not a sentence"
    if len(sentence) > LONGEST:
        return f"has {len(sentence)} letters; say it in {LONGEST}"
    return _untellable(sentence, filled)


@lru_cache(1024)
def _untellable(sentence: str, filled: bool) -> str:
    if sign := STEERS.search(sentence):
        return f"holds the sign {sign[0]!a}, which cannot be shown; write plain text on one line"
    if not filled or _fillable(sentence):
        return ""
    return (
        f"is {sentence!r}: in braces stand only {{how}}, {{how:this|that}} or {{:.0%}} for the share in "
        "weighed; write {{ and }} for braces of your own"
    )


def _fillable(phrase: str) -> bool:
    """Whether a share, and nothing else, can be put into a phrase."""
    try:
        for _, field, spec, conversion in Formatter().parse(phrase):
            if field is not None and (conversion or not _stands_for_a_share(field, spec or "")):
                return False
        _filled(phrase, 0)
    except (ValueError, IndexError):
        return False
    return True


def _stands_for_a_share(field: str, spec: str) -> bool:
    return "{" not in spec if field == "how" else field in ("", "0") and bool(NUMBER.fullmatch(spec))


def _fear(code: int) -> str:
    if not code:
        return ""
    fear, most = divmod(code - 1, 2)
    return f"; fears it{' most' if most else ''}: {feared_for(fear)}"
