"""The index: documents, their rows, the full text, the outbox, the snapshot of a process."""
