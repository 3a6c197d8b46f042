"""What students are given: data sets, gradient checks, checks with hints, pictures."""
