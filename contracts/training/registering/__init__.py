"""The public registration form and the pages behind signed links."""
