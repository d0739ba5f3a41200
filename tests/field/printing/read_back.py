"""A printed document, opened again."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml.ns import qn

from field.printing import activity_list_docx, report_docx
from field.printing.paper import Paper


def report_of(paper: Paper, *, section: bool = False) -> Document:
    """The report, as Word opens it."""
    return docx.Document(io.BytesIO(report_docx.write(paper, section=section)))


def list_of(paper: Paper) -> Document:
    """The list of activities, as Word opens it."""
    return docx.Document(io.BytesIO(activity_list_docx.write(paper)))


def words(document: Document) -> list[str]:
    """The paragraphs of its body that say something."""
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]


def under(document: Document, head: str) -> list[list[str]]:
    """The rows of the table whose second column bears a head."""
    (found,) = (table for table in document.tables if len(table.columns) > 2 and table.rows[0].cells[1].text == head)
    return [[cell.text for cell in row.cells] for row in found.rows[1:]]


def unparted(document: Document) -> bool:
    """Whether no row of its tables is parted by a page, and each that is seen has its head on each."""
    tables = document.tables
    rows = [row for table in tables for row in table.rows]
    seen = [table for table in tables if table.style is not None and table.style.name == "Table Grid"]
    parts = all(row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    heads = [table.rows[0]._tr.trPr for table in seen]
    return bool(seen) and parts and all(head is not None and head.find(qn("w:tblHeader")) is not None for head in heads)
