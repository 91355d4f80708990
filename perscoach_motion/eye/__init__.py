"""The trainer's eye: her marks on a client's repetitions, and what they change."""
