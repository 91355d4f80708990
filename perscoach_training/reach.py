"""What of the rendition the trainer's body fills over the whole clip: the stage shows her as large as that leaves room for."""

from perscoach_motion.track import PoseTrack

SEEN = 0.5
"""A landmark less visible than this is a guess."""
ABOVE, AROUND = 0.1, 0.04
"""Room for what has no landmark, as a part of the body's height: hair above the eyes, soles and fingers elsewhere."""
WHOLE = {"x": 0.0, "y": 0.0, "width": 1.0, "height": 1.0}


def reach_of(track: PoseTrack) -> dict[str, float]:
    """A box, 0..1 of the rendition.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> {name: round(share, 2) for name, share in reach_of(squat()).items()}
        {'x': 0.33, 'y': 0.15, 'width': 0.34, 'height': 0.78}
    """
    seen = [at for at, visibility in enumerate(track.visibility) if visibility >= SEEN]
    across, down = [track.image[3 * at] for at in seen], [track.image[3 * at + 1] for at in seen]
    left, right, top, bottom = min(across, default=1.0), max(across, default=0.0), min(down, default=1.0), max(down, default=0.0)
    if right <= left or bottom <= top:
        return WHOLE
    large = max(bottom - top, (right - left) * track.aspect)
    left, right = max(0.0, left - AROUND * large / track.aspect), min(1.0, right + AROUND * large / track.aspect)
    top, bottom = max(0.0, top - ABOVE * large), min(1.0, bottom + AROUND * large)
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}
