"""How true the printed probabilities are, and the numbers that they come from, fitted.

`python -m benchmarks.calibration TABLES [--field FOLDER] [--fit]`: TABLES are gzip JSON lines of
annotated tables as the AggreCol corpus has them; FOLDER holds real files and a `truth.json` with
their mistakes. Into each annotated table mistakes are put, one to three at a time: a digit changed,
a mark lost. Every broken sum that the program meets is then known to be a mistake or none.

Tables and files are halved by a hash of their names. `--fit` fits on the first half and writes
`reconcile/relations/evidence/fitted.py`; the curve is drawn of both halves, each by itself.
"""
