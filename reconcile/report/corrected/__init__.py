"""The corrected copy, its change log, and what `fix` says of them."""
