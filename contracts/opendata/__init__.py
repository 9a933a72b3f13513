"""Open data: what the site publishes besides its pages, for spreadsheets and programs."""
