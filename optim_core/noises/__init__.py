"""Where randomness in the gradient comes from."""
