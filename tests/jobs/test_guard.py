"""Reading at arm's length: the same frames, whatever happens to the process that reads."""

import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from gpu_jobs.errors import JobError, VideoRejected, WorkersLost
from gpu_jobs.video import limits
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.glance import Glances
from gpu_jobs.video.guard import GuardedGlances, GuardedReader, guarded_probe, guarded_sound
from gpu_jobs.video.messages import ANSWER, FRAME, FRAMED, READY, SOUND, packed
from gpu_jobs.video.probe import Clip, probe
from gpu_jobs.video.sound import sound_of
from tests.jobs import odd_files
from tests.jobs.bad_files import good
from tests.jobs.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="descriptors are handed down as POSIX does")
FRAMES = 40
Started = list["subprocess.Popen[bytes]"]


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    (tmp_path / "clip.mp4").write_bytes(good.clip(frames=FRAMES))
    return probe(tmp_path / "clip.mp4")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """The processes that were started, the last one last."""
    all_of_them: list[subprocess.Popen[bytes]] = []

    class Recorded(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: object, **more: object) -> None:
            super().__init__(*args, **more)  # type: ignore[call-overload]
            all_of_them.append(self)

    monkeypatch.setattr("gpu_jobs.video.reading.subprocess.Popen", Recorded)
    return all_of_them


def frames_of(reader: Reader | GuardedReader) -> list[tuple[int, int]]:
    return [(time_ms, int(pixels.astype(np.int64).sum())) for time_ms, pixels in reader]


def struck(clip: Clip, started: Started, by: signal.Signals) -> None:
    """Read a clip whose reader gets a signal after every frame."""
    for _ in GuardedReader(clip, 160):
        started[-1].send_signal(by)


def test_the_same_clip_frames_and_sound_as_without_a_guard(tmp_path: Path) -> None:
    pictures = good.pictures(160, 120, FRAMES)
    path = odd_files.write(tmp_path / "clip.mp4", pictures, range(0, FRAMES * 40, 40), sound_s=1.6)
    clip = guarded_probe(path)
    assert clip == probe(path)
    assert frames_of(GuardedReader(clip, 100)) == frames_of(Reader(clip, 100))
    assert frames_of(GuardedReader(clip, 100, skip=30, copy=False)) == frames_of(Reader(clip, 100))[30:]
    assert frames_of(GuardedGlances(clip, 100)) == frames_of(Glances(clip, 100))
    assert guarded_sound(clip) == sound_of(clip)


def test_a_clip_in_hdr_needs_nothing_that_it_may_not_have(tmp_path: Path) -> None:
    path = tmp_path / "hdr.mp4"
    with av.open(str(path), "w") as out:
        options = {"preset": "ultrafast", "x265-params": "log-level=none:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"}
        stream = out.add_stream("libx265", rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p10le"
        for number, pixels in enumerate(good.pictures(160, 120, 4)):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuv420p10le")
            frame.pts, frame.time_base, frame.color_trc = number, Fraction(1, 25), 18
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    clip = guarded_probe(path)
    assert clip.high_dynamic_range
    assert frames_of(GuardedReader(clip, 100)) == frames_of(Reader(clip, 100))


def test_frames_handed_over_stay_as_they_are(clip: Clip) -> None:
    kept = [pixels for _, pixels in GuardedReader(clip, 160)]
    assert [int(pixels.sum()) for pixels in kept] == [int(pixels.sum()) for _, pixels in Reader(clip, 160)]
    kept[0][:] = 0, 0, 0


def test_a_view_cannot_be_written_to(clip: Clip) -> None:
    _, pixels = next(iter(GuardedReader(clip, 160, copy=False)))
    with pytest.raises(ValueError, match="read-only"):
        pixels[:] = 0


def test_a_reader_that_is_killed_goes_on_behind_the_last_frame(clip: Clip, started: Started) -> None:
    got = []
    for time_ms, pixels in GuardedReader(clip, 160):
        got.append((time_ms, int(pixels.astype(np.int64).sum())))
        if len(got) in (5, 30):
            started[-1].kill()
            started[-1].wait()
    assert got == frames_of(Reader(clip, 160))
    assert len(started) == 3


def test_a_reader_killed_again_and_again_is_said(clip: Clip, started: Started) -> None:
    with pytest.raises(WorkersLost) as caught:
        struck(clip, started, signal.SIGKILL)
    assert caught.value.code == "workers_died"


def test_a_crash_is_a_sentence(clip: Clip, started: Started) -> None:
    with pytest.raises(VideoRejected) as caught:
        struck(clip, started, signal.SIGSEGV)
    assert caught.value.code == "unsafe_crash"
    assert len(started) == 1, "the same bytes would crash it again"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_too_much_memory_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = good.clip("avi", "mjpeg", "yuvj420p", width=3840, height=2160, frames=1)
    (tmp_path / "large.mkv").write_bytes(good.repacked("matroska", one, lambda number: number, copies=3))
    clip = probe(tmp_path / "large.mkv")
    monkeypatch.setattr(limits, "MEMORY_BYTES", 10 * 2**20)
    for read in (lambda: guarded_probe(clip.path), lambda: frames_of(GuardedReader(clip, 160))):
        with pytest.raises(VideoRejected) as caught:
            read()
        assert caught.value.code == "unsafe_memory"


def test_too_much_time_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = good.clip("avi", "mjpeg", "yuvj420p", width=1280, height=720, frames=1)
    (tmp_path / "long.mkv").write_bytes(good.repacked("matroska", one, lambda number: number, copies=1500))
    clip = probe(tmp_path / "long.mkv")
    monkeypatch.setattr(limits, "frames_cpu_s", lambda *_: 1)
    with pytest.raises(VideoRejected) as caught:
        frames_of(GuardedReader(clip, 64, copy=False))
    assert caught.value.code == "unsafe_time"


def test_a_reader_that_falls_silent_is_given_up(clip: Clip, started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gpu_jobs.video.reading.START_PATIENCE_S", 2)
    monkeypatch.setattr("gpu_jobs.video.reading.WALL_A_CPU_S", 0)
    with pytest.raises(VideoRejected) as caught:
        struck(clip, started, signal.SIGSTOP)
    assert caught.value.code == "unsafe_time"
    assert started[-1].poll() is not None


def test_who_stops_asking_leaves_no_process(clip: Clip, started: Started) -> None:
    frames = iter(GuardedReader(clip, 160))
    next(frames)
    frames.close()  # type: ignore[attr-defined]
    assert started[-1].poll() is not None


def test_a_broken_installation_is_not_blamed_on_the_video(clip: Clip, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gpu_jobs.video.reading.sys.path", ["/nowhere"])
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    with pytest.raises(WorkersLost) as caught:
        guarded_probe(clip.path)
    assert caught.value.code == "workers_not_started"
    assert isinstance(caught.value, JobError)


LIES = [
    *(b"x" * 100, packed(ANSWER, b"[]"), packed(ANSWER, b"[" * 10_000), packed(ANSWER, b'{"rejected": "nonsense", "values": {}}')),
    *(packed(ANSWER, b'{"rejected": "too_long", "values": {"most": "{"}}'), packed(SOUND, b"x"), packed(FRAMED, b"short")),
    *(packed(FRAMED, FRAME.pack(0, 7, 0)), packed(FRAMED, FRAME.pack(2**60, 0, 0)), packed(FRAMED, FRAME.pack(0, 0, 0)) * 2, b""),
]


@pytest.mark.parametrize("lie", LIES, ids=range(len(LIES)))
def test_whatever_a_reader_says_that_somebody_took_over(lie: bytes, clip: Clip, monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.Popen
    says = [sys.executable, "-S", "-c", f"import os; os.write(1, {packed(READY) + lie!r})"]
    monkeypatch.setattr("gpu_jobs.video.reading.subprocess.Popen", lambda _, **more: real(says, **more))
    with pytest.raises(VideoRejected) as caught:
        frames_of(GuardedReader(clip, 160))
    assert caught.value.code == "unsafe_crash"


# Reads one frame, tells who reads for it, lets it fill the ring and wait, and dies without a word.
DIES = """
import os, sys, time
from pathlib import Path
from gpu_jobs.video import guard, reading
real, started = reading.subprocess.Popen, []
reading.subprocess.Popen = lambda *args, **more: started.append(real(*args, **more)) or started[-1]
clip = guard.guarded_probe(Path(sys.argv[1]))
for _ in guard.GuardedReader(clip, 160):
    print(started[-1].pid, flush=True)
    time.sleep(1)
    os.kill(os.getpid(), 9)
"""


def test_the_reader_ends_when_its_guard_is_killed(clip: Clip) -> None:
    found = subprocess.run([sys.executable, "-c", DIES, str(clip.path)], capture_output=True, text=True, cwd=ROOT, check=False)
    reader = int(found.stdout)
    until = time.monotonic() + 10
    while _alive(reader) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _alive(reader)


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


CONFINED = """
import os, resource, socket, sys
from gpu_jobs.video.limits import confine
confine(20, 50 * 2**20)
for attempt in (lambda: os.open("/etc/passwd", os.O_RDONLY), socket.socket, os.pipe, lambda: bytearray(100 * 2**20), lambda: os.dup(1)):
    try:
        attempt()
    except (OSError, MemoryError) as refused:
        print(type(refused).__name__)
    else:
        print("allowed")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps all limits")
def test_nothing_can_be_opened_once_confined() -> None:
    found = subprocess.run([sys.executable, "-c", CONFINED], capture_output=True, text=True, cwd=ROOT, check=True)
    assert found.stdout.split() == ["OSError", "OSError", "OSError", "MemoryError", "OSError"]


def test_no_key_of_ours_reaches_the_reader(clip: Clip, started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERSCOACH_SECRET", "very")
    frames = iter(GuardedReader(clip, 160))
    next(frames)
    told = Path(f"/proc/{started[-1].pid}/environ")
    if not told.exists():
        pytest.skip("this system does not show a process's environment")
    assert b"PYTHONPATH" in told.read_bytes()
    assert b"very" not in told.read_bytes()
