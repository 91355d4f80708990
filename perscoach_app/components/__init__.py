"""Components: one a file, shared by pages. Plain HTML elements and our own CSS classes."""
