"""Many files: what is found under folders is audited, kept in a ledger and summed up.

found      folders, archives, addresses  → Sources          sources
run        Sources not yet known         → Records          run, workers, apart, child, job
kept       Records                       → the ledger       ledger, schema
across     figures of all files          → CrossFindings    across
summed up  the ledger                    → the results      ending
"""
