"""Forms that anyone may send, without an account or a cookie."""
