"""Import of fiches: from a file to drafts, with every fault told before anything is written."""
