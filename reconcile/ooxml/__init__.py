"""The xlsx package as it is: its parts, and what one sheet part holds."""
