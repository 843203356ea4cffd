"""Relations checked against the figures: which equations hold, exactly or by rounding."""
