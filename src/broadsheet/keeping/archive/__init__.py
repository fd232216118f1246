"""A backup as a file: a tape of members (tar), compressed (zstd), that ends in a list of what it holds. No Django."""
