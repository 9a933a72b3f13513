"""The real Elasticsearch on this machine, for development, tests and benches; never for production.

`distribution` finds Java and fetches the server once, `settings` writes the files of a node,
`cluster` starts, kills and erases nodes. Nothing but the standard library: `scripts/elasticsearch`
and `scripts/with_elasticsearch` run before anything is installed.
"""
