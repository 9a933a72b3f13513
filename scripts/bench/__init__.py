"""How fast the search and the pages are, beside Elasticsearch and the usual Wagtail way.

`__main__` runs each of `cases` in a process of its own, on the same drawn `documents`.
"""
