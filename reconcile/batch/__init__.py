"""Many files: what stands under folders is audited, kept in a ledger and summed up.

found      folders, archives, addresses  → Sources         sources, opening
run        Sources not yet known         → Records         run, workers, apart, child, job
kept       Records                       → the ledger      ledger, rows, database, schema
across     all files' figures            → CrossFindings   across
summed up  the ledger                    → the results     ending, results, whole
"""
