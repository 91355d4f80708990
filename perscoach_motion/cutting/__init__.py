"""Long clips cut by movement: where an exercise begins and ends, what kind it is."""
