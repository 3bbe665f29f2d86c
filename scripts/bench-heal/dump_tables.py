"""Prints what a DuckDB file holds, as JSON: columns, number of rows and a hash of the sorted rows per table.

What a snapshot notes about its own running (dbt_valid_from and the like) is left out.
"""

import hashlib
import json
import sys

import duckdb

connection = duckdb.connect(sys.argv[1], read_only=True)
tables = connection.execute(
    "select table_schema, table_name from information_schema.tables order by all"
).fetchall()
found = {}
for schema, name in tables:
    columns = connection.execute(
        "select column_name, data_type from information_schema.columns "
        "where table_schema = ? and table_name = ? and column_name not like 'dbt\\_%' escape '\\' "
        "order by ordinal_position",
        [schema, name],
    ).fetchall()
    listed = ", ".join('"' + column.replace('"', '""') + '"' for column, _ in columns)
    rows = connection.execute(f'select {listed} from "{schema}"."{name}"').fetchall()
    hashed = hashlib.sha256()
    for row in sorted(map(repr, rows)):
        hashed.update(row.encode() + b"\n")
    found[f"{schema}.{name}"] = {
        "columns": [" ".join(column) for column in columns],
        "rows": len(rows),
        "hash": hashed.hexdigest(),
    }
json.dump(found, sys.stdout)
