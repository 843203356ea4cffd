"""What speaks for a relation: how often it holds where it could have failed."""
