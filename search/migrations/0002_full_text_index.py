from django.db import migrations

from search.index import fulltext


class Migration(migrations.Migration):
    """The full-text index of the database at hand, hung on the rows of 0001."""

    dependencies = [("search", "0001_documents_and_revisions")]

    operations = [migrations.RunPython(fulltext.install, fulltext.uninstall)]
