"""The naive way, as one writes it first: one loop over the whole frame, a PNG per frame, then FFmpeg."""

import tempfile
from pathlib import Path
from time import perf_counter

import av
import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from gpu_jobs.weights import model_path


class Newcomer:
    """Pose and selfie segmenter by MediaPipe, colour by OpenCV, PNG, VP9 with alpha.

    Attributes:
        stages_ms: Wall ms a frame of each stage; `ffmpeg` by the last settings measured, `ffmpeg same codec` by ours.
    """

    def __init__(self, video: Path, frames: int) -> None:
        self._video, self._frames = video, frames
        self.stages_ms: dict[str, float] = {}
        self._loop_s: float | None = None
        self._folder = tempfile.TemporaryDirectory()

    def frames_a_second(self, codec: dict[str, str]) -> float:
        """Of the loop and of FFmpeg together; the loop is run once, its PNGs are encoded with each setting.

        Args:
            codec: Options of libvpx-vp9; empty leaves FFmpeg's defaults.
        """
        if self._loop_s is None:
            self._loop_s = self._loop()
        began = perf_counter()
        self._encode(codec)
        spent = perf_counter() - began
        self.stages_ms["ffmpeg same codec" if codec else "ffmpeg"] = round(spent / self._frames * 1000, 1)
        return self._frames / (self._loop_s + spent)

    def _loop(self) -> float:
        pose_options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model_path("pose_landmarker_full.task"))), running_mode=vision.RunningMode.VIDEO
        )
        mask_options = vision.ImageSegmenterOptions(
            base_options=BaseOptions(model_asset_path=str(model_path("selfie_segmenter.tflite"))),
            running_mode=vision.RunningMode.VIDEO,
            output_category_mask=True,
        )
        spent = dict.fromkeys(("decode", "pose", "segmenter", "colour", "png"), 0.0)
        began = perf_counter()
        capture = cv2.VideoCapture(str(self._video))
        with (
            vision.PoseLandmarker.create_from_options(pose_options) as pose,
            vision.ImageSegmenter.create_from_options(mask_options) as masks,
        ):
            for number in range(self._frames):
                ticks = [perf_counter()]
                picture = capture.read()[1]
                ticks.append(perf_counter())
                image = mp.Image(mp.ImageFormat.SRGB, np.ascontiguousarray(picture[..., ::-1]))
                pose.detect_for_video(image, number * 33)
                ticks.append(perf_counter())
                found = masks.segment_for_video(image, number * 33)
                alpha = np.where(found.category_mask.numpy_view().squeeze() == 0, 255, 0).astype(np.uint8)
                ticks.append(perf_counter())
                lab = cv2.cvtColor(picture, cv2.COLOR_BGR2LAB)
                lab[..., 0] = cv2.add(cv2.multiply(lab[..., 0], 1.08), 4)
                lab[..., 2] = cv2.add(lab[..., 2], 3)
                graded = cv2.cvtColor(lab, cv2.COLOR_LAB2BGR)
                ticks.append(perf_counter())
                cv2.imwrite(f"{self._folder.name}/{number:05}.png", np.dstack([graded, alpha]))
                ticks.append(perf_counter())
                for stage, start, end in zip(spent, ticks, ticks[1:], strict=False):
                    spent[stage] += end - start
        capture.release()
        self.stages_ms |= {stage: round(seconds / self._frames * 1000, 1) for stage, seconds in spent.items()}
        return perf_counter() - began

    def _encode(self, codec: dict[str, str]) -> None:
        # FFmpeg's libraries with its command's defaults: every core, no quality asked for.
        with av.open(f"{self._folder.name}/%05d.png", format="image2") as pictures, av.open(f"{self._folder.name}/out.webm", "w") as out:
            source = pictures.streams.video[0]
            stream = out.add_stream("libvpx-vp9", rate=25, options=codec)
            context = stream.codec_context
            context.width, context.height, context.pix_fmt = source.codec_context.width, source.codec_context.height, "yuva420p"
            context.thread_count = 0
            if not codec:
                context.bit_rate = 200_000  # what the command gives where nothing is said
            for frame in pictures.decode(source):
                out.mux(stream.encode(frame.reformat(format="yuva420p")))
            out.mux(stream.encode(None))
