"""What readers write to the site: the form, the rows kept for the desk, the mail that tells them."""
