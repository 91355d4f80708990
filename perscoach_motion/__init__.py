"""The science of movement: poses over time, alignment, scores, repetitions, summaries.

Pure Python on the standard library, so that the same lines run in the browser, on the server and in the workers. Only ``npzfile`` and
the cutting of whole clips (``cutting.film``, ``cutting.departures``, ``cutting.segments``) need numpy.
"""

__version__ = "0.1.0"
