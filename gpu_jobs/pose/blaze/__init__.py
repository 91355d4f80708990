"""BlazePose run directly, network by network (Bazarevsky et al., BlazePose, 2020; the graph as MediaPipe documents it)."""
