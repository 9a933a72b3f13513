"""What the forms of pages share."""
