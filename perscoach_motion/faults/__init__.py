"""What is worth saying, when, and in which words."""
