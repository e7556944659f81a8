"""Parts of a workbook read as XML, element by element, with nothing expanded, fetched or kept."""

from collections.abc import Iterator

from lxml import etree

from engine.errors import Impossible, TooLarge, UnsupportedMedia
from engine.sheets.guard import ENTITIES, Package, declares_types

# A row of 16,384 cells with the longest text in many of them stays below; one element beyond it is no row.
_MOST_UNPARSED = 32 * 2**20


def elements(package: Package, part: str, *tags: str) -> Iterator[etree._Element]:
    """The elements of some local names, each whole when it comes and cleared before the next one does.

    Raises UnsupportedMedia for a document type declaration, which no workbook has and every entity attack needs;
    Impossible where the XML is broken, TooLarge where one element outgrows all bounds.
    """
    parser = etree.XMLPullParser(
        events=("end",), tag=[f"{{*}}{tag}" for tag in tags], resolve_entities=False, no_network=True,
        load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    pending, first, sure = 0, True, False
    try:
        for chunk in package.chunks(part):
            if first:
                first = False
                if declares_types(chunk[:4096]):
                    raise UnsupportedMedia(ENTITIES)
            parser.feed(chunk)
            pending += len(chunk)
            for _, element in parser.read_events():
                if not sure:
                    sure = _refuse_types(element)
                pending = 0
                yield element
                _forget(element)
            if pending > _MOST_UNPARSED:
                raise TooLarge(f"One row or entry of the part {part[:80]} is larger than {_MOST_UNPARSED // 2**20} MB.")
        parser.close()
    except etree.XMLSyntaxError as fault:
        raise Impossible(f"The workbook is damaged: its part {part[:80]} is not well-formed XML.") from fault


def _refuse_types(element: etree._Element) -> bool:
    if element.getroottree().docinfo.internalDTD is not None:
        raise UnsupportedMedia(ENTITIES)
    return True


def _forget(element: etree._Element) -> None:
    element.clear(keep_tail=False)
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
