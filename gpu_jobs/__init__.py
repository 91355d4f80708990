"""Offline video processing: a trainer's clip in, a transparent clip with 3D poses out."""
