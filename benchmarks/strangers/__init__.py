"""A second campaign of planted mistakes: sheets as offices of eight countries publish them."""
