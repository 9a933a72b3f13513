"""What content must satisfy, each rule said once, told as faults on a page in memory.

`contracts.rules.page.faults_of(page)` asks all of them of a page that need not be saved: it is the
entry point for whatever builds pages out of something else than the admin's forms (the loader of
files, the import of editors). One module for each kind of content holds its rules; models ask the
same functions: `clean` those of a row, which bind in a draft, `publication_faults` the others.
"""
