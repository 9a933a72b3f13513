"""Elasticsearch: the only package that imports its client.

The server holds a projection of the rows of the index (mapping, drain) and answers searches
with identifiers and counts (search_body, response), within one time-out whatever it does (connection, deadline).
"""
