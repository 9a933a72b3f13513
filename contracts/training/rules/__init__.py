"""What forbids a session or its return to be published, told as faults."""
