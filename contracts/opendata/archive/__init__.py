"""The whole base in one file a night: its tables with the keys between them, kept by date."""
