"""The administrators' panel, on the platform's own host."""
