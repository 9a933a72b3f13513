"""Who gives what: the ledger of a contract, and the balance of one or of several."""
