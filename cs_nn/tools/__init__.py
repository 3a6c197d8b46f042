"""What students are given: gradient checks, pictures, training, networks for experiments."""
