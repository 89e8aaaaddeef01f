"""What a command says of a delivery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import click

from components.messages.refusal_texts import located_notice, located_text, passed_over_text
from data.pipeline.deliver import DeliveryReport

dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would become of FILE, and write nothing.")


def tell(report: DeliveryReport, done: str, *, dry_run: bool = False) -> None:
    """Say what became of every row; `done` says what they are and what was done, such as `rows loaded`."""
    for line in summary(report, done):
        click.echo(line)
    if dry_run:
        click.echo("This was a dry run: nothing was written.")


def summary(report: DeliveryReport, done: str) -> Iterator[str]:
    """The lines that tell a steward what became of a file: each reason with how many rows, and the first of them."""
    if report.already:
        yield f"{report.name}: this very file landed before as batch {report.batch}; nothing was changed."
        return
    repeated = f", {report.repeated} known before" if report.repeated else ""
    replaced = f" ({report.replaced} in place of an earlier state)" if report.replaced else ""
    counts = f"{report.accepted} {done}{replaced}{repeated}, {len(report.refused)} refused"
    yield f"{report.name}: batch {report.batch}, {counts}."
    firsts = {row.code: row.refusal for row in reversed(report.refused)}
    for code, count in report.reasons.items():
        yield f"  {code}: {count} ({located_text('en', firsts[code])})"
    noticed = {notice.code: notice for notice in reversed(report.notices)}
    for code, count in sorted(Counter(notice.code for notice in report.notices).items()):
        yield f"  taken, but {code}: {count} ({located_notice('en', noticed[code])})"
    for code, count in report.passed_over.items():
        yield f"  {passed_over_text('en', code, count)}"
    if report.unused_columns:
        yield f"  columns not used: {', '.join(report.unused_columns)}"
