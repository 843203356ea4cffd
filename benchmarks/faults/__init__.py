"""The fault campaign: clean sheets, one known mistake put into each, and what the audit makes of it."""
