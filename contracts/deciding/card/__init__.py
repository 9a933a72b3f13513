"""A fiche as a small card that other sites may show within their pages."""
