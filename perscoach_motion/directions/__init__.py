"""Limb directions in space: read from landmarks, smoothed, and what two cameras can tell of them."""
