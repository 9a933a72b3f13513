"""Elasticsearch: the only package that imports its client.

The server holds a projection of the rows of the index (mapping, projection) and answers searches
with identifiers and counts (matching), within one time-out whatever it does (connection, deadline).
"""
