"""`lotgraph capture FILE|FOLDER...`: send records in."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from engine.console.api import Api, ApiProblem, connect
from engine.console.output import AsJson, notes, people, print_json, table
from engine.console.sending import SUFFIXES, Sent, send_events, send_table

_MOST_FINDINGS = 50


def capture(
    paths: Annotated[list[str], typer.Argument(
        metavar="FILE|FOLDER...", help="JSON documents, workbooks (.xlsx), CSV files or folders of them; - for JSON on "
                                       "standard input.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, write nothing.")] = False,
    date_format: Annotated[str | None, typer.Option(help="Order of text dates in tables: mm/dd/yyyy.")] = None,
    corrects: Annotated[str | None, typer.Option(help="Import whose quarantined rows the table corrects.")] = None,
    as_json: AsJson = False,
) -> None:
    """Capture the records of files; exit code 1 if one was quarantined or refused.

    Files that the server knows by their SHA-256 are not sent again, so a run that was cut short is gone on with by the
    same command.
    """
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise typer.BadParameter(f"No {', '.join(sorted(SUFFIXES))} file there.")
    api, form = connect(), {"date_format": date_format, "corrects": corrects}
    sent = _send(api, files, dry_run, {name: value for name, value in form.items() if value})
    if as_json:
        said = [{"file": each.file, "outcome": each.outcome, **(each.answer or {})} for each in sent]
        print_json(sent[0].answer if len(files) == 1 and sent[0].answer else said)
    else:
        _print(sent, dry_run)
    if any(each.quarantined or each.answer is None for each in sent):
        raise typer.Exit(1)


def _files(path: str) -> list[Path | None]:
    """The files a path means; None for standard input."""
    if path == "-":
        return [None]
    found = Path(path)
    if found.is_dir():
        return sorted(f for f in found.rglob("*") if f.suffix.lower() in SUFFIXES and f.is_file()
                      and not f.name.startswith(("~$", ".")))
    if not found.is_file():
        raise typer.BadParameter(f"{path} is no file and no folder.")
    return [found]


def _send(api: Api, files: list[Path | None], dry_run: bool, form: dict[str, str]) -> list[Sent]:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    sent: list[Sent] = []
    with Progress(*columns, console=notes, transient=True) as progress:
        whole = progress.add_task("Files", total=len(files))
        for file in files:
            name = str(file) if file else "standard input"
            rows = progress.add_task(f"  {name}", total=None)
            try:
                if file is None or file.suffix.lower() == ".json":
                    content = file.read_bytes() if file else sys.stdin.buffer.read()
                    sent.append(send_events(api, name, content, dry_run, again=len(files) == 1))
                else:
                    sent.append(send_table(
                        api, file, dry_run, form,
                        lambda done, total, rows=rows: progress.update(rows, completed=done, total=total)))
            except ApiProblem as problem:
                if len(files) == 1:
                    raise
                sent.append(Sent(name, f"refused: {problem}", None))
            progress.remove_task(rows)
            progress.advance(whole)
    return sent


def _print(sent: list[Sent], dry_run: bool) -> None:
    for each in sent:
        if each.answer is None:
            people.print(f"{each.file}: {each.outcome}", highlight=False, markup=False, style="red")
            continue
        name = f"{each.file}: " if len(sent) > 1 else ""
        people.print(f"{name}{'Would create' if dry_run else 'Created'} {each.created}, duplicates {each.duplicates}, "
                     f"quarantined {each.quarantined}" + ("" if dry_run else f"  ({each.outcome})"),
                     highlight=False, markup=False, soft_wrap=True)
    if len(sent) == 1 and (answer := sent[0].answer):
        if answer.get("lots"):
            people.print(table("Lots", ("TLC", "Id"), ((lot["tlc"], lot["lot_id"]) for lot in answer["lots"])))
        _print_findings(answer.get("findings") or [])


def _print_findings(findings: list[dict]) -> None:
    if not findings:
        return
    rows = ((f["severity"], f["rule"], _place(f), f.get("field"),
             " ".join(part for part in (f["message"], f.get("hint")) if part)) for f in findings[:_MOST_FINDINGS])
    people.print(table("Findings", ("Severity", "Rule", "Where", "Field", "What and what to do"), rows))
    if len(findings) > _MOST_FINDINGS:
        people.print(f"... and {len(findings) - _MOST_FINDINGS} more: --json tells all.", highlight=False)


def _place(finding: dict) -> str | None:
    if finding.get("sheet"):
        return f"{finding['sheet']}!{finding.get('column') or ''}{finding.get('row') or ''}"
    return finding.get("event_id")
