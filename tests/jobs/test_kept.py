"""Finished chunks on disk: what cannot be read is made again."""

from pathlib import Path

import pytest

from gpu_jobs.kept import Kept
from gpu_jobs.render import Rendered


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 1.0])
def test_a_chunk_that_was_cut_off_counts_as_missing(tmp_path: Path, share: float) -> None:
    kept, part = Kept(tmp_path), Rendered(3, b"webm" * 500, None, b"poster", b"before", None, {"encode": 0.5}, ("device_full",))
    kept.keep_rendered(7, part)
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    assert kept.rendered(7) == (part if share == 1 else None)
    assert kept.rendered(8) is None
