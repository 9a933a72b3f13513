"""Pages kept in the memory of a process, served as long as nothing that they read has changed."""
