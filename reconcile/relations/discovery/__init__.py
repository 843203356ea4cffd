"""What only the figures show: sums, quotients, products, rankings, links."""
