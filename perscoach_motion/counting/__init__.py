"""Repetitions: counted, paired with the trainer's, and how late or fast they are."""
