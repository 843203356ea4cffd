"""The tidy long frame: rows, frames, files."""
