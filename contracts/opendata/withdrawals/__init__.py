"""What readers had and have no more: kept as long as the site, so that copies of it can follow."""
