"""Draws the pictures of the demo in one style: three inks on cream paper, flat shapes, a coarse halftone."""
