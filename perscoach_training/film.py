"""What is filmed of a training, and what becomes of it: nothing without the client's word for this very training.

The page films in parts of a few seconds, each a video of its own, and keeps them on the device. Here is decided when it films, what is
sent in which pieces, and which parts show the moments worth discussing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from perscoach_training.landmarks import LandmarkLog
from perscoach_training.plan import LANDMARKS, RECORDING
from perscoach_training.reel import PIECE_BYTES, Part, Reel, pieces_of
from perscoach_training.results import Sample
from perscoach_training.worst import Moment, shown_in, worst_of

Order = list[Any]

BITS = 900_000
"""A second of video: twenty minutes are 135 MB."""
PART_S = 5.0
"""So long is a part: the problem moments are sent in whole parts."""
KEEP_DAYS = 7
DAY_S = 86_400.0

WISHES = ("room", "overlay", "at_once")
"""How it is filmed and sent: with the room, with the stage beside, already while training."""


class Film:
    """Leads the camera man.

    Attributes:
        allowed: the consents of this training that are in force.
        reel: what is filmed of this training.
        left: recordings of earlier trainings that were never sent.
        state: ``""``, ``sending``, ``sent``, ``stuck``, ``full`` (the disk) or ``unable`` (the browser cannot).
    """

    def __init__(self, training: str, consents: Iterable[str] = (), kept: Mapping[str, Any] | None = None) -> None:
        kept = kept or {}
        self.training = training
        self.allowed = set(consents)
        self.wishes = {name: bool((kept.get("wishes") or {}).get(name, name == "room")) for name in WISHES}
        self.reel = Reel(str(kept.get("recording") or uuid4()), training)
        self.reel.pieces = [list(piece) for piece in kept.get("pieces") or ()]
        self.reel.arrived = set(kept.get("arrived") or ())
        self.moments = [Moment(*row) for row in kept.get("moments") or ()]
        self.left: list[Reel] = []
        self.log = LandmarkLog()
        self.running = False
        self.state = ""
        self.sending: Reel | None = None
        self._moments_only = False
        self._flying = False
        self._under_way = 0

    def kept(self) -> dict[str, Any]:
        """What a reload goes on from."""
        reel, moments = self.reel, [[one.score, one.position, one.start, one.end] for one in self.moments]
        pieces = {"pieces": reel.pieces, "arrived": sorted(reel.arrived)}
        return {"wishes": dict(self.wishes), "recording": reel.recording, "moments": moments, **pieces}

    # --- consent ------------------------------------------------------------------------------------------------------

    def allow(self, kind: str, allowed: bool) -> list[Order]:
        """The client allows something, or takes it back: then what was filmed in this training is gone, here and there."""
        if allowed == (kind in self.allowed):
            return []
        orders: list[Order] = [["keep", {"key": "consents", "body": {kind: allowed}}]]
        if allowed:
            self.allowed.add(kind)
            return orders
        self.allowed.discard(kind)
        if kind == RECORDING:
            orders += [*self.halt(), *self.drop(self.reel)]
        else:
            self.log = LandmarkLog()
        return orders

    # --- filming ------------------------------------------------------------------------------------------------------

    @property
    def films(self) -> bool:
        """Whether the sets are filmed."""
        return RECORDING in self.allowed and self.state not in ("full", "unable")

    @property
    def cut_out(self) -> bool:
        """Whether the client is cut out of her room: then the stage shows her so, too."""
        return self.films and not self.wishes["room"]

    def begin(self, position: int, elapsed: float, now: float) -> list[Order]:
        """A set begins, or goes on: so many seconds of it had passed at this moment of the page's clock."""
        if not self.films or self.running:
            return []
        self.running = True
        order = {
            "recording": self.reel.recording,
            "position": position,
            "at": round(elapsed, 3),
            "now": round(now, 3),
            "part": PART_S,
            "bits": BITS,
        }
        return [["film", {"do": "start", **order, "room": self.wishes["room"], "overlay": self.wishes["overlay"]}]]

    def halt(self) -> list[Order]:
        """A set pauses or ends."""
        if not self.running:
            return []
        self.running = False
        return [["film", {"do": "stop"}]]

    @property
    def looks(self) -> bool:
        """Whether the landmarks of the sets are kept."""
        return LANDMARKS in self.allowed

    def with_landmarks(self) -> dict[str, str]:
        """What belongs into the chunk that is cut now."""
        written = self.log.written() if self.looks else ""
        return {"landmarks": written} if written else {}

    def over(self, position: int, samples: Sequence[Sample]) -> None:
        """A set is over: what was worst in it is remembered."""
        if self.films:
            self.moments = [one for one in self.moments if one.position != position] + worst_of(position, samples)

    # --- what the page tells ------------------------------------------------------------------------------------------

    def heard(self, event: Mapping[str, Any]) -> list[Order]:
        """A word from the page about the film; what follows from it."""
        state = event["state"]
        if state == "found":
            return self._found(event["parts"])
        if state in ("full", "unable"):
            self.state = state
            return self.halt()
        if state == "part" and event["recording"] == self.reel.recording:
            self.reel.add(event)
            if self.wishes["at_once"]:
                self._divide(self.reel)
                return self._next(self.reel)
        elif state == "sending":
            self._under_way = int(event["bytes"])
        elif state == "piece":
            reel = self._reel_of(event["recording"])
            reel.arrived.add(int(event["number"]))
            self._flying = False
            return self._next(reel)
        elif state == "stuck":
            self._flying = False
            if self.sending is not None:
                self.state = "stuck"
        return []

    def _found(self, rows: Iterable[Mapping[str, Any]]) -> list[Order]:
        """What lies on this device; what has lain too long goes."""
        reels: dict[str, Reel] = {}
        for row in rows:
            reels.setdefault(row["recording"], Reel(str(row["recording"]), str(row["training"]), age_s=float(row["age_s"]))).add(row)
        orders: list[Order] = []
        for reel in reels.values():
            if reel.recording == self.reel.recording and RECORDING in self.allowed:
                self.reel.parts = {**reel.parts, **self.reel.parts}  # told late: she has been filmed on meanwhile
            elif reel.training == self.training and RECORDING in self.allowed and not self.reel.parts:
                self.reel.recording, self.reel.parts = reel.recording, reel.parts  # filmed before the page was opened anew
            elif reel.age_s > KEEP_DAYS * DAY_S or reel.training == self.training:
                orders += self.drop(reel)
            else:
                self.left.append(reel)
        return orders

    def _reel_of(self, recording: str) -> Reel:
        return next((reel for reel in self.left if reel.recording == recording), self.reel)

    # --- sending ------------------------------------------------------------------------------------------------------

    def pick(self) -> list[Part]:
        """The parts that show the worst moments, in order; at most a minute of them."""
        return shown_in(self.reel.parts.values(), self.moments)

    def send(self, reel: Reel, *, moments_only: bool = False) -> list[Order]:
        """The client has seen it and sends it: all of it, or the problem moments."""
        self.state, self.sending, self._under_way, self._moments_only = "sending", reel, 0, moments_only
        if not (self.wishes["at_once"] and reel is self.reel):
            reel.pieces, reel.arrived = pieces_of(self.pick()) if moments_only else [], set()
        if not moments_only:
            self._divide(reel, last=True)
        return self._next(reel)

    def again(self) -> list[Order]:
        """What has not arrived is sent once more."""
        if self.sending is None:
            return []
        self.state = "sending"
        return self._next(self.sending)

    def drop(self, reel: Reel) -> list[Order]:
        """Deletes it from this device; what follows in this training is another recording."""
        if reel in self.left:
            self.left.remove(reel)
        if reel.recording == self.reel.recording:
            self.reel, self.moments = Reel(str(uuid4()), self.training), []
        if self.sending is reel:
            self.sending = None
        return [["film", {"do": "drop", "recording": reel.recording}]]

    def share_sent(self) -> tuple[float, float]:
        """Bytes of what is being sent: those that have arrived, and all."""
        reel = self.sending or self.reel
        sizes = [sum(reel.parts[number].bytes for number in piece if number in reel.parts) for piece in reel.pieces]
        arrived = sum(size for number, size in enumerate(sizes) if number in reel.arrived)
        return min(arrived + self._under_way, sum(sizes)), sum(sizes)

    def _divide(self, reel: Reel, *, last: bool = False) -> None:
        """Puts the parts that are in no piece yet into pieces; one that is not full waits, unless it is the last."""
        known = {number for piece in reel.pieces for number in piece}
        more = pieces_of([part for number, part in sorted(reel.parts.items()) if number not in known])
        if more and not last and sum(reel.parts[number].bytes for number in more[-1]) < PIECE_BYTES / 2:
            more.pop()
        reel.pieces += more

    def _next(self, reel: Reel) -> list[Order]:
        """The next piece, one at a time; when the last has arrived, the server is told and this device forgets it."""
        if self._flying:
            return []
        number = next((number for number in range(len(reel.pieces)) if number not in reel.arrived), None)
        if number is not None:
            self._flying, self._under_way = True, 0
            whole = {"recording": reel.recording, "training": reel.training, "number": number, "parts": reel.pieces[number]}
            return [["film", {"do": "send", **whole}]]
        if self.sending is not reel:
            return []
        self.state = "sent"
        background = any(reel.parts[part].room for piece in reel.pieces for part in piece if part in reel.parts)
        told = {"pieces": len(reel.pieces), "moments_only": self._moments_only, "background": background}
        return [["keep", {"key": f"recordings/{reel.recording}/finish", "body": told}], *self.drop(reel)]
