"""What mails about registrations say."""
