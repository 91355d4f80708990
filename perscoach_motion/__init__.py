"""The science of movement: poses over time, alignment, scores, repetitions, summaries.

Pure Python on the standard library, so that the same lines run in the browser, on the server and in the workers. Only ``npzfile``
needs numpy.
"""

__version__ = "0.1.0"
