"""The annotated workbook: findings in front, flagged cells marked in place."""
