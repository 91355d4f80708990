"""Where the client is drawn on the trainer's stage, and how her camera stands."""
