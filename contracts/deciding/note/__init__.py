"""A fiche on one sheet, two at most: from what its page shows to a PDF."""
