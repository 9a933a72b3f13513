"""From the files of fixtures/catalogue/ to the database: read, check everything, then write."""
