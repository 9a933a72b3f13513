"""What content must satisfy before it is published, told as faults."""
