"""The front door: home page, editorial pages, site settings."""
