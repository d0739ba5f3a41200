"""The tables of the open data are what other systems were told: a change to them is made on purpose."""

from __future__ import annotations

import csv
import io

from hub.export.opendata.tables import TABLES, VIEWS
from tests import published


def test_tables_and_columns_are_the_ones_that_were_published() -> None:
    published.check("hub/export/opendata/columns.txt")


def test_every_shape_has_its_columns_once_and_a_key_among_them() -> None:
    for shape in (*TABLES, *VIEWS):
        names = [column.name for column in shape.columns]
        assert len(set(names)) == len(names), shape.name
        assert next(csv.reader(io.StringIO(",".join(names)))) == names, "heads of CSV files need no quotes"
    for table in TABLES:
        assert {*table.key, *table.searched, *(name for index in table.indexes for name in index)} <= {
            column.name for column in table.columns
        }
