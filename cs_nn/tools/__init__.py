"""What students are given: gradient checks, checks with hints, pictures."""
