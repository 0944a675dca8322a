"""What is said of races, in words that can be checked: paths, the words, and relations of them."""
