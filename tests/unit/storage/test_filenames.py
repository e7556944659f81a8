import pytest

from engine.storage.filenames import content_disposition, safe_filename


@pytest.mark.parametrize(("name", "safe"), [
    ("fsma204-PF223-2-both-20260814T120000Z.xlsx", "fsma204-PF223-2-both-20260814T120000Z.xlsx"),
    ("../../etc/passwd", "_.._etc_passwd"),
    ('a"; filename="evil.exe', "a_ filename_evil.exe"),
    ("lot\r\nX-Injected: 1.xlsx", "lot_X-Injected_ 1.xlsx"),
    ("Jalapeño.xlsx", "Jalapeno.xlsx"),
    ("", "download"),
    ("...", "download"),
    ("批次", "download"),
])
def test_a_safe_filename_is_plain_and_has_no_path(name, safe):
    assert safe_filename(name) == safe


def test_a_long_name_keeps_its_suffix():
    assert safe_filename("a" * 500 + ".xlsx") == "a" * 145 + ".xlsx"


def test_a_plain_name_is_sent_once():
    assert content_disposition("lot-1.xlsx") == 'attachment; filename="lot-1.xlsx"'


def test_a_name_beyond_ascii_is_sent_in_both_forms():
    assert content_disposition("Jalapeño.xlsx") == (
        "attachment; filename=\"Jalapeno.xlsx\"; filename*=UTF-8''Jalape%C3%B1o.xlsx"
    )


def test_line_breaks_never_reach_the_header():
    header = content_disposition('x\r\nSet-Cookie: a=b"')
    assert "\r" not in header and "\n" not in header and header.count('"') == 2
