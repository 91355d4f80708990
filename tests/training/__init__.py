"""The course of a training, without a browser."""
