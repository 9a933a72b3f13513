"""Values without a database row: vocabulary, dates, quantities, kinds of territories, balances."""
