"""Pictures and what their files say."""
