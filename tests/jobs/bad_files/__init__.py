"""Bad files, made when they are needed: what each is, and how it may end.

Not every odd file is refused: `READ` among the ends stands for a clip that is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.jobs.bad_files import broken, disguised, odd, oversized

READ = "read"
ANY_END = (
    f"{READ} not_a_video cut_off_header cut_off no_picture no_frames one_frame codec_unknown times_wild too_large too_small too_narrow"
)


@dataclass(frozen=True, slots=True)
class Bad:
    """One of them.

    Attributes:
        name: What it is.
        make: Its bytes.
        ends: The codes of the sentences that may answer it, and `READ` if it may be read.
        greedy: Whether reading it takes so much that it is only ever read at arm's length.
    """

    name: str
    make: Callable[[], bytes]
    ends: frozenset[str]
    greedy: bool = False


def _ending(ends: str, *makers: Callable[[], bytes], greedy: bool = False) -> tuple[Bad, ...]:
    return tuple(Bad(make.__name__, make, frozenset(ends.split()), greedy) for make in makers)


def _fuzzed(container: str, codec: str, seeds: range) -> tuple[Bad, ...]:
    ends = frozenset(ANY_END.split())
    return tuple(Bad(f"fuzzed_{container}_{seed}", partial(broken.fuzzed, container, codec, seed), ends) for seed in seeds)


BAD = (
    *_ending("a_playlist", disguised.hls_playlist, disguised.hls_playlist_of_an_address, disguised.dash_manifest, disguised.concat_list),
    *_ending("a_playlist", disguised.session_description),
    *_ending("a_picture", disguised.photo_png, disguised.photo_jpeg, disguised.photo_heic, disguised.animation),
    *_ending("not_a_video", disguised.drawing, disguised.web_page, disguised.archive, disguised.packed_video, disguised.document),
    *_ending("not_a_video", disguised.server_script, disguised.program, disguised.zeros, disguised.noise),
    *_ending("cut_off_header", disguised.playlist_behind_a_signature),
    *_ending("no_frames", disguised.data_in_another_file),
    *_ending(READ, disguised.subtitles_that_are_a_playlist),
    *_ending("cut_off_header", broken.index_cut, broken.index_larger_than_the_file, broken.box_of_four_exabytes, broken.only_data),
    *_ending("not_a_video", broken.index_smaller_than_its_parts, broken.boxes_without_end, broken.boxes_in_boxes),
    *_ending("no_frames", broken.no_samples, broken.parameters_only),
    *_ending("cut_off", broken.webm_cut),
    *_ending(READ, broken.avi_cut, broken.stream_cut, broken.transport_stream_cut),
    *_fuzzed("mp4", "libx264", range(4)),
    *_fuzzed("webm", "libvpx", range(3)),
    *_fuzzed("avi", "mjpeg", range(2)),
    *_fuzzed("h264", "libx264", range(2)),
    *_fuzzed("mpegts", "libx264", range(2)),
    *_ending("too_large", oversized.larger_than_promised),
    *_ending("no_frames", oversized.huge_webm, oversized.huge_parameter_set, oversized.huge_jpeg_in_mov),
    *_ending("no_frames", oversized.parameter_set_of_nonsense, oversized.samples_without_end),
    *_ending("codec_unknown", oversized.huge_png_in_mov),
    *_ending(READ, oversized.huge_mp4, oversized.grows_in_mid_stream, oversized.comment_of_twenty_megabytes),
    *_ending("too_many_streams", oversized.thousand_tracks_mp4, oversized.thousand_tracks_webm, oversized.hundred_attachments),
    *_ending("too_long", oversized.frames_without_end),
    *_ending("too_long unsafe_memory", oversized.edits_without_end, greedy=True),
    *_ending("too_narrow", odd.a_thread),
    *_ending("too_large", odd.stretched_pixels),
    *_ending("too_small", odd.sixteen_pixels),
    *_ending("times_wild", odd.clock_that_jumps, odd.clock_that_stands, odd.a_frame_an_hour, odd.samples_of_no_length),
    *_ending(READ, odd.clock_below_zero, odd.clock_in_the_far_future, odd.clock_that_wraps),
    *_ending(READ, odd.ten_hours_claimed, odd.length_that_is_no_number),
    *_ending("one_frame", odd.one_picture),
    *_ending("codec_unknown", odd.animation_in_mov, odd.archive_codec, odd.codec_nobody_knows),
    *_ending("protected", odd.protected),
    *_ending(READ, odd.interlaced, odd.bare_stream, odd.see_through, odd.transport_stream),
    *_ending("not_a_video", odd.nothing_but_a_header),
)
