"""A camera that shows what a test wants at the moment, refuses, is pulled out and put in again: for what no fake file can be."""

import base64
import json

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

SCRIPT = """(() => {
  const pictures = %s;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const images = Object.fromEntries(Object.entries(pictures).map(([name, src]) => [name, Object.assign(new Image(), { src })]));
  const fake = (window.fake = { shows: "%s", refuses: "", asked: 0, track: null });
  setInterval(() => {
    const image = images[fake.shows];
    if (!image?.width) return;
    if (canvas.width !== image.width || canvas.height !== image.height) Object.assign(canvas, { width: image.width, height: image.height });
    context.drawImage(image, 0, 0);
  }, 40);
  fake.pull = () => { fake.refuses = "NotFoundError"; fake.track.stop(); fake.track.dispatchEvent(new Event("ended")); };
  fake.plug = () => { fake.refuses = ""; navigator.mediaDevices.dispatchEvent(new Event("devicechange")); };
  if (!window.MediaDevices) return;
  MediaDevices.prototype.getUserMedia = async function () {
    fake.asked += 1;
    if (fake.refuses) throw new DOMException("no", fake.refuses);
    const stream = canvas.captureStream(25);
    [fake.track] = stream.getVideoTracks();
    return stream;
  };
  const known = ["One", "Two"].map((label) => ({ kind: "videoinput", deviceId: label, label }));
  MediaDevices.prototype.enumerateDevices = async () => known;
})();"""


def script(pictures: dict[str, Picture], shows: str) -> str:
    """What a page runs before its own scripts.

    Args:
        pictures: (H, W, 3) by name; the page changes between them by ``fake.shows``.
        shows: the first of them.
    """
    coded = {}
    for name, picture in pictures.items():
        jpeg = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
        coded[name] = "data:image/jpeg;base64," + base64.b64encode(jpeg.tobytes()).decode()
    return SCRIPT % (json.dumps(coded), shows)
