"""The fault campaign: clean sheets, one known mistake put into each, and what is made of it."""
