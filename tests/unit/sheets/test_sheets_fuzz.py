"""Whatever the bytes are, read() gives rows or one of our errors, and nothing else."""

import random
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.errors import LotgraphError
from engine.limits import Limits
from engine.sheets import Mapping, annotate, read
from engine.sheets.seen import CellNote
from tests.untidy import ROW, SHIPPING, as_excel_saves, csv_text, judged, repacked, shipping, workbook

SMALL = Limits(workbook_unzipped_bytes=8 * 2**20, workbook_rows=5_000, workbook_cells=100_000)
WORKBOOK = as_excel_saves(workbook({"Shipping": [SHIPPING, ROW, ROW], "Transformation": [["TLC"], ["x"]]}))
relaxed = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def survives(raw: bytes, filename: str | None = None) -> None:
    try:
        file = read(raw, filename, SMALL)
        for sheet in file.sheets:
            assert sheet.recognised_as or sheet.reason
        for group in file.rows():
            assert (group.event is None) == (group.outcome == "skipped")
            if group.event is not None:
                judged(group.event)
        file.mapping()
    except LotgraphError as fault:
        assert 400 <= fault.status < 500
        assert fault.detail


@relaxed
@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf")
@example(b'"')
@example(b"sep=\r\n")
@example(b"\xff\xfeA")
def test_random_bytes(raw):
    survives(raw)


@relaxed
@given(st.text(max_size=400), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_random_text(text, encoding):
    survives(text.encode(encoding, "replace"), "shipping.csv")


@relaxed
@given(
    st.lists(
        st.lists(
            st.text(max_size=20) | st.sampled_from([*SHIPPING, "n/a", "04/05/2026", "1.2E+13", "Total"]), max_size=8
        ),
        max_size=8,
    )
)
def test_random_tables(rows):
    survives(csv_text(SHIPPING, *rows).encode("utf-8", "replace"), "shipping.csv")


def test_a_workbook_cut_anywhere():
    for end in range(0, len(WORKBOOK), 211):
        survives(WORKBOOK[:end])


def test_a_workbook_with_bytes_changed():
    dice = random.Random(7)
    for _ in range(80):
        raw = bytearray(WORKBOOK)
        for _ in range(dice.randint(1, 6)):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        survives(bytes(raw))


@pytest.mark.parametrize(
    "part",
    [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
        "[Content_Types].xml",
    ],
)
def test_parts_whose_xml_was_changed(part):
    """Valid archives with damaged contents: what a checksum does not catch."""
    dice = random.Random(part)
    with zipfile.ZipFile(BytesIO(WORKBOOK)) as source:
        original = source.read(part)
    for _ in range(25):
        data = bytearray(original)
        for _ in range(dice.randint(1, 4)):
            start = dice.randrange(len(data))
            match dice.randrange(3):
                case 0:
                    del data[start : start + dice.randrange(1, 30)]
                case 1:
                    data[start:start] = dice.choice(
                        [b"<c>", b"</row>", b"\0", b"&lt;", b"&x;", b"-1", b"<v>9</v>", b"\xff"]
                    )
                case _:
                    data[start] = dice.randrange(256)
            if not data:
                break
        survives(repacked(WORKBOOK, lambda name, old, new=bytes(data): new if name == part else old))


@pytest.mark.parametrize(
    "part",
    [
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
        "[Content_Types].xml",
        "xl/worksheets/sheet1.xml",
    ],
)
def test_parts_that_are_missing(part):
    survives(repacked(WORKBOOK, lambda name, old: None if name == part else old))


@relaxed
@given(
    st.dictionaries(
        st.sampled_from(SHIPPING),
        st.text(max_size=30)
        | st.sampled_from(
            [
                "tlc",
                "inputs[].input_tlc",
                "received[0].harvest_date",
                "reference_documents[3].document_number",
                "a.b.c.d",
                "[]",
                "x[]",
                ".",
            ]
        ),
    )
)
def test_any_mapping(choices):
    list(read(shipping(ROW), None, SMALL, Mapping({"*": choices})).rows())


@relaxed
@given(
    st.text(max_size=200)
    | st.sampled_from(
        [
            "[" * 5_000,
            '{"~": {"tlc": 3}}',
            '{"inputs": 4}',
            '{"~": {"ship_to_location": [1, []]}}',
            '{"received": {"~": []}}',
            "null",
            "[]",
            '{"tlc": {"a": 1}, "quantity": []}',
        ]
    )
)
def test_any_text_where_our_export_keeps_further_data(text):
    heads = (*SHIPPING, "Record id", "Type of record", "Further data of the record (JSON)")
    survives(
        csv_text(heads, [*ROW, "R1", "shipping", '"' + text.replace('"', '""') + '"']).encode("utf-8", "replace"),
        "shipping.csv",
    )


@settings(relaxed, max_examples=15)
@given(
    st.lists(
        st.builds(
            CellNote,
            st.sampled_from(["Shipping", "Nowhere", ""]),
            st.integers(-3, 2_000_000),
            st.none() | st.sampled_from(["A", "C", "XFD", "ZZZZ", "1", ""]),
            st.text(max_size=50),
            st.sampled_from(["error", "warning", "info"]),
        ),
        max_size=8,
    ),
    st.booleans(),
)
def test_any_notes_can_be_written_into_a_file(notes, as_text):
    raw = csv_text(SHIPPING, ROW).encode() if as_text else WORKBOOK
    assert annotate(raw, notes, SMALL, "Shipping.csv").startswith(b"PK")
