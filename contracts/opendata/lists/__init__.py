"""What a list offers: the page of its files, its feed, and the link that leads there."""
