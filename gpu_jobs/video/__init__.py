"""Video in and out through PyAV: probe, decode, encode VP9 with alpha, sound, poster. No shell, no other program."""
