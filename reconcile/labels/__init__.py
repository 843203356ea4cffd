"""What words mean: spelling, the vocabulary of totals and rates, titles."""
