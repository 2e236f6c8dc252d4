"""Published results beside what the model's own decision code gives: one file, one case."""
