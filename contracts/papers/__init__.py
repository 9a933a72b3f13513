"""Papers as accessible PDF, typeset by Typst."""
