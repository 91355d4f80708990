"""Colour grading: measured on the person over the whole clip, then one table for every frame, so that nothing flickers."""
