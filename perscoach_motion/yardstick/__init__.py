"""The trainer's clip as the yardstick: what it shows, and what one client is asked."""
