"""Files made to hurt are refused with the reason, in bounded time and memory, and nothing of them is kept."""

import io
import time
import tracemalloc
import zipfile

import pytest

from engine.errors import Impossible, LotgraphError, TooLarge, UnsupportedMedia
from engine.limits import Limits
from engine.sheets import read
from tests.untidy import ROW, as_excel_saves, groups, opened, repacked, sheet_xml, shipping, with_sheet_xml, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(raw: bytes, filename: str | None = None, limits: Limits | None = None) -> LotgraphError:
    with pytest.raises(LotgraphError) as caught:
        list(read(raw, filename, limits or Limits()).rows())
    return caught.value


@pytest.mark.parametrize(("raw", "kind", "word"), [
    (b"", Impossible, "empty"),
    (b"\0" * 100, Impossible, "empty"),
    (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), UnsupportedMedia, "password"),
    (OLE + b"\0" * 600, UnsupportedMedia, "old Excel"),
    (b"%PDF-1.7", UnsupportedMedia, "PDF"),
    (b"\x89PNG\r\n\x1a\n", UnsupportedMedia, "picture"),
    (b"\x1f\x8b\x08\x00", UnsupportedMedia, "gzip"),
    (b"<?xml version='1.0'?><a/>", UnsupportedMedia, "XML"),
    (b"<html><table>", UnsupportedMedia, "HTML"),
    (b"a,b\n\0\x01\x02,c", UnsupportedMedia, "neither"),
    (b"PK\x03\x04 and then nothing", Impossible, "damaged"),
])  # fmt: skip
def test_what_is_no_table_is_named(raw, kind, word):
    fault = refused(raw)
    assert isinstance(fault, kind)
    assert word in fault.detail


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_damaged(share):
    whole = shipping(*[ROW] * 50)
    assert "damaged" in refused(whole[: int(len(whole) * share)]).detail


def test_a_workbook_with_a_damaged_sheet_is_damaged():
    assert "damaged" in refused(with_sheet_xml(sheet_xml("<row r='1'><c r='A1'><v>1</v>"))).detail


def test_macros_are_refused():
    raw = repacked(shipping(ROW), lambda name, data: data, {"xl/vbaProject.bin": b"Sub Auto_Open()"})
    assert "macros" in refused(raw).detail
    typed = repacked(
        shipping(ROW),
        lambda name, data: (
            data.replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")
            if name == "[Content_Types].xml"
            else data
        ),
    )
    assert "macros" in refused(typed).detail


def test_other_office_files_are_named():
    def package(**parts: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for name, data in parts.items():
                target.writestr(name.replace("__", "/").replace("_dot_", "."), data)
        return out.getvalue()

    assert "xlsb" in refused(package(xl__workbook_dot_bin=b"1")).detail
    assert "OpenDocument" in refused(package(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")).detail
    assert (
        "no workbook"
        in refused(
            repacked(package(word__document_dot_xml=b"<w/>"), lambda n, d: d, {"[Content_Types].xml": b"<Types/>"})
        ).detail
    )
    assert "other files" in refused(package(a_dot_csv=b"tlc", b_dot_exe=b"MZ")).detail


def test_an_encrypted_archive_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("a.csv", b"tlc,quantity")
    raw = bytearray(out.getvalue())
    raw[6] |= 1
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    assert "password" in refused(bytes(raw)).detail


ENTITIES = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize("head", [
    ENTITIES, "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'http://127.0.0.1:1/'>]>", "<!-- " + "x" * 9_000 + " -->" + ENTITIES,
])  # fmt: skip
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_declared_entities_are_refused_in_every_part(head, part):
    def declare(name: str, data: bytes) -> bytes:
        if name != part:
            return data
        body = data.decode()
        return (head + (body[body.index("?>") + 2 :] if body.startswith("<?xml") else body)).encode()

    assert "entities" in refused(repacked(as_excel_saves(shipping(ROW)), declare)).detail


def test_entities_in_utf_16_are_refused():
    xml = sheet_xml("<row r='1'/>", ENTITIES).decode().replace('<?xml version="1.0"?>', "")
    assert "entities" in refused(with_sheet_xml(xml.encode("utf-16"))).detail


def test_a_zip_bomb_is_stopped_while_it_unpacks():
    rows = b"<row r='1'><c r='A1'/></row>" + b" " * (80 * 2**20)
    raw = with_sheet_xml(sheet_xml("").replace(b"<sheetData>", b"<sheetData>" + rows))
    assert len(raw) < 2**20
    tracemalloc.start()
    started = time.process_time()
    fault = refused(raw)
    seconds, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(fault, TooLarge)
    assert "unpacks to more than" in fault.detail
    assert seconds < 10
    assert peak < 80 * 2**20


def test_sizes_an_archive_states_of_itself_are_not_trusted():
    raw = bytearray(with_sheet_xml(sheet_xml("<row r='1'><c r='A1' t='str'><v>" + "x" * 100_000 + "</v></c></row>")))
    at = raw.find(b"xl/worksheets/sheet1.xml", raw.find(b"PK\x01\x02"))
    raw[at - 22 : at - 18] = (10).to_bytes(4, "little")
    assert "damaged" in refused(bytes(raw)).detail or "characters" in refused(bytes(raw)).detail


def test_unpacked_bytes_are_bounded_over_all_parts():
    raw = workbook({"A": [["x" * 1_000] * 10] * 20, "B": [["y" * 1_000] * 10] * 20})
    assert isinstance(refused(raw, limits=Limits(workbook_unzipped_bytes=20_000)), TooLarge)


def test_a_file_over_the_limit_is_not_even_opened():
    fault = refused(b"PK" + b"x" * 2_000, limits=Limits(workbook_bytes=1_000))
    assert isinstance(fault, TooLarge)


def test_blank_cells_without_end_are_refused():
    cells = "".join(f"<c r='{chr(65 + i)}1'/>" for i in range(20))
    rows = "".join(f"<row r='{n}'>{cells.replace('1', str(n))}</row>" for n in range(1, 2_000))
    fault = refused(with_sheet_xml(sheet_xml(rows)), limits=Limits(workbook_cells=10_000))
    assert isinstance(fault, TooLarge)
    assert "cells" in fault.detail


def test_a_last_cell_at_the_far_end_costs_nothing():
    head = "".join(
        f"<c r='{c}1' t='inlineStr'><is><t>{t}</t></is></c>"
        for c, t in (("A", "Traceability Lot Code"), ("B", "Quantity"), ("C", "Ship Date"))
    )
    rows = f"<row r='1'>{head}</row><row r='1048576'><c r='A1048576'><v>7</v></c><c r='XFD1048576'/></row>"
    tracemalloc.start()
    (group,) = groups(with_sheet_xml(sheet_xml(rows)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert group.rows == (1048576,)
    assert group.event["tlc"] == "7"
    assert peak < 20 * 2**20


def test_values_beyond_the_columns_that_are_read_are_refused():
    assert "column XFD" in refused(with_sheet_xml(sheet_xml("<row r='1'><c r='XFD1'><v>1</v></c></row>"))).detail


@pytest.mark.parametrize("row", ["r='0'", "r='1048577'", "r='99999999999999999999'", "r='x'", "r='-3'"])
def test_rows_outside_every_sheet_are_damage(row):
    assert "not in order" in refused(with_sheet_xml(sheet_xml(f"<row {row}><c r='A1'><v>1</v></c></row>"))).detail


@pytest.mark.parametrize("cell", ["r='1'", "r='AAAA1'", "r='XFE1'", "r='é1'"])
def test_cells_outside_every_sheet_are_damage(cell):
    assert "nowhere" in refused(with_sheet_xml(sheet_xml(f"<row r='1'><c {cell}><v>1</v></c></row>"))).detail


@pytest.mark.parametrize("number", ["99", "-1", "x", ""])
def test_a_cell_whose_text_is_not_there_is_damage(number):
    raw = with_sheet_xml(sheet_xml(f"<row r='1'><c r='A1' t='s'><v>{number}</v></c></row>"))
    if number:
        assert "damaged" in refused(raw).detail
    else:
        assert groups(raw) == []


def test_rows_and_sheets_are_counted():
    assert "rows" in refused(shipping(*[ROW] * 20), limits=Limits(workbook_rows=10)).detail
    assert "sheets" in refused(workbook({f"S{i}": [] for i in range(5)}), limits=Limits(workbook_sheets=3)).detail


def test_a_cell_longer_than_any_spreadsheet_holds_is_refused():
    raw = with_sheet_xml(sheet_xml(f"<row r='1'><c r='A1' t='str'><v>{'x' * 40_000}</v></c></row>"))
    assert "characters" in refused(raw).detail
    assert "quotation mark" in refused(b'tlc,quantity\r\n"A1,2\r\n' + b"x" * 40_000, "a.csv").detail


def test_nothing_outside_the_file_is_fetched():
    outside = (
        b'<Relationship Id="rIdX" Target="http://127.0.0.1:1/x.xml" TargetMode="External" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"/></Relationships>'
    )
    raw = repacked(
        shipping(ROW),
        lambda name, data: data.replace(b"</Relationships>", outside) if name == "xl/_rels/workbook.xml.rels" else data,
    )
    assert [s.recognised_as for s in opened(raw).sheets] == ["shipping"]


def test_paths_that_climb_out_of_the_package_lead_nowhere():
    raw = repacked(
        shipping(ROW),
        lambda name, data: (
            data.replace(b"worksheets/sheet1.xml", b"../../../etc/passwd")
            if name == "xl/_rels/workbook.xml.rels"
            else data
        ),
    )
    assert "missing" in refused(raw).detail
