"""A small studio that renders people whose every joint, pixel and repetition is known."""
