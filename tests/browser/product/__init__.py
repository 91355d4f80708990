"""Tests of the whole product, compiled and served once for all of them."""
