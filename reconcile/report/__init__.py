"""What an audit found, written for people and programs: terminal, JSON, workbooks, frames."""
