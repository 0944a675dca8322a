"""Small real networks: a flat vector of weights, a loss on real data, and its gradient by backpropagation."""
