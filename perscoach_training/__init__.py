"""The course of a client's training, decided in Python: in the browser's worker beside the live score, in tests on the server.

Standard library only, like everything the browser runs. Nothing here draws, plays or sends: it is told what happened, and says what to do.
"""
