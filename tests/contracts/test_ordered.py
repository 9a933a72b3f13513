"""The rows of a page keep the order in which they were written."""

import pytest

from contracts.models import ContractPage, Statement
from tests import factories

pytestmark = pytest.mark.django_db


def test_rows_that_no_form_numbered_keep_the_order_in_which_they_were_written():
    texts = [f"Constat {number}." for number in range(12)]
    page = factories.contract(statements=[factories.statement(text=text) for text in texts])
    # PostgreSQL writes a row whose index changes elsewhere, and reads it there.
    Statement.objects.filter(pk=page.statements.first().pk).update(source=factories.source())

    read = ContractPage.objects.get(pk=page.pk).statements.all()

    assert [(row.sort_order, row.text) for row in read] == [(None, text) for text in texts]
