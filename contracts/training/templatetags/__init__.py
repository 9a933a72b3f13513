"""What templates show of sessions."""
