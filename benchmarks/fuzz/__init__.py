"""The fuzzing campaign: damaged files of every kind, each read, audited and written about."""
