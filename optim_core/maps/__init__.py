"""What thousands of runs say: basins of starts, sweeps of settings, and what theory says of them."""
