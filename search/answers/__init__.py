"""From a request to what a page shows: service, response, highlights, assistance."""
