"""Many files: what stands under folders is audited, kept in a ledger and summed up.

found      folders, archives, addresses  → Sources         sources, addresses, opened_files
audited    Sources not yet known         → Records         audit_files, workers, child_process,
                                                           child_main, audit_job, job, pipe, record
kept       Records                       → the ledger      ledger, ledger_rows, database, schema
across     all files' figures            → CrossFindings   across
summed up  the ledger                    → the results     conclusion, results

`run` has the whole of it.
"""
