"""`zhanbi load` and `zhanbi quarantine`: register files by hand, and what becomes of their refused rows."""

from datetime import datetime
from pathlib import Path

import click

from flows.terminal import as_json, notify, print_json, working


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", required=True, type=click.Choice(["market_entities", "recognitions"]))
@click.option("--area", metavar="CODE", help="Division (GB/T 2260) or zone code that it covers; else the profile's.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day it describes, 时点; else the profile finds it in the file's name.",
)
@click.option("--programme", help="Of a recognition list: high_tech, srdi_sme, little_giant_…")
@click.option("--profile", default="default", show_default=True, help="How the source prints it: schemas/profiles.")
@click.option("--coverage", type=click.Choice(["full", "delta"]), help="Full: who is not in it has left.")
@click.option("--publisher", default="not stated / 未注明", show_default=True)
@click.option("--override-refusal", is_flag=True, help="Land it though too many rows are refused or missing.")
@click.option("--by", metavar="NAME", help="Who overrides.")
@click.option("--why", metavar="TEXT", help="The reason, kept with the extract.")
@as_json()
def load(  # noqa: PLR0913  one parameter an option
    *,
    file: Path,
    kind: str,
    area: str | None,
    as_of: datetime | None,
    programme: str | None,
    profile: str,
    coverage: str | None,
    publisher: str,
    override_refusal: bool,
    by: str | None,
    why: str | None,
    as_json: bool,
) -> None:
    """Land one register extract or recognition list, all of it or nothing. 装载一份名册。

    The same file again changes nothing; a corrected one (same kind, area and day) supersedes. Exit code 3: refused.
    """
    from flows.extract import Override
    from flows.receiving import load as land
    from flows.settings import settings
    from schemas.imports import hidden
    from schemas.profiles import completed
    from schemas.sidecars import ExtractMetadata

    if override_refusal and not ((by or "").strip() and (why or "").strip()):
        raise click.UsageError("--override-refusal needs --by NAME and --why TEXT / 须注明决定人和理由.")
    if (kind == "recognitions") != bool(programme):
        raise click.UsageError("--programme belongs to --kind recognitions, and to nothing else.")
    facts = completed(
        {
            "kind": kind,
            "area": area,
            "as_of": as_of and as_of.date(),
            "publisher": publisher,
            "programme": programme,
            "profile": profile,
            "coverage": coverage,
        },
        file.name,
    )
    if missing := [option for option in ("--area", "--as-of") if option[2:].replace("-", "_") not in facts]:
        raise click.UsageError(f"{' and '.join(missing)} must be given: profile {profile!r} does not tell / 须注明.")
    metadata = ExtractMetadata(**facts)
    override = Override(str(by), str(why)) if override_refusal else None
    # DuckDB and pyarrow import it for the asking
    with working(f"装载 land {file.name}"), hidden("pandas", everywhere=True):
        attempt = land(file, metadata, settings(), notify, override)
    if as_json:
        import msgspec

        print_json([msgspec.structs.asdict(attempt)])
    else:
        click.echo(f"{attempt.file_name}: {attempt.outcome}. {attempt.message}")


@click.group()
def quarantine() -> None:
    """Refused rows: list and show them, replay them after a profile or rule was mended, dismiss them, or open them again. 隔离区。"""


_state = click.option(
    "--state", default="open", show_default=True, type=click.Choice(["open", "replayed", "dismissed", "all"])
)
_file = click.option("--file", metavar="NAME", help="Only the rows of this file.")
_by = click.option("--by", required=True, metavar="NAME", help="Who decides.")
_why = click.option("--why", required=True, metavar="TEXT", help="The reason, kept with the rows.")


@quarantine.command("list")
@_state
@_file
@click.option("--limit", default=50, show_default=True, help="Rows to print after the totals.")
@as_json()
def list_refusals(*, state: str, file: str | None, limit: int, as_json: bool) -> None:
    """How many rows were refused for what, then the rows."""
    from flows.commands.refusals_output import print_json as print_rows
    from flows.commands.refusals_output import print_refusals
    from flows.settings import settings
    from flows.warehouse.quarantine import refusals, tally
    from flows.working import working_warehouse

    with working_warehouse(settings(), notify) as connection:
        totals, rows = tally(connection, state, file), refusals(connection, state, file, limit)
    if as_json:
        print_rows(rows)
    else:
        print_refusals(totals, rows, state)


@quarantine.command()
@click.argument("quarantine_id", metavar="ROW")
def show(quarantine_id: str) -> None:
    """One row as received (personal data masked), with every reason and what was decided."""
    from flows.commands.refusals_output import print_refusal
    from flows.settings import settings
    from flows.warehouse.quarantine import refusal
    from flows.working import working_warehouse

    with working_warehouse(settings(), notify) as connection:
        row = refusal(connection, quarantine_id)
    print_refusal(row)


@quarantine.command()
@_file
@_by
@_why
def replay(file: str | None, by: str, why: str) -> None:
    """Judge the open rows anew and land those that pass now; the others stay, with the reasons of today."""
    from flows.replay import replay as replay_extract
    from flows.settings import settings
    from flows.warehouse.quarantine import open_extracts
    from flows.working import working_warehouse

    with working_warehouse(settings(), notify) as connection:
        for extract in open_extracts(connection, file):
            came = replay_extract(connection, extract, settings(), by, why)
            click.echo(
                f"{extract.file_name}: {came.landed} rows landed that were in quarantine, {came.failed} failed again, "
                f"{came.told_anew} of them for other reasons / {came.landed} 行入库，{came.failed} 行仍被拒"
            )


@quarantine.command()
@click.argument("quarantine_ids", metavar="ROW…", nargs=-1, required=True)
@_by
@_why
def dismiss(quarantine_ids: tuple[str, ...], by: str, why: str) -> None:
    """Say that these rows will never land."""
    from flows.settings import settings
    from flows.warehouse.quarantine import dismiss as dismiss_rows
    from flows.working import working_warehouse

    with working_warehouse(settings(), notify) as connection:
        dismiss_rows(connection, list(quarantine_ids), by, why)
    click.echo(f"{len(quarantine_ids)} dismissed / 已驳回")


@quarantine.command()
@click.argument("quarantine_ids", metavar="ROW…", nargs=-1, required=True)
@_by
@_why
def reopen(quarantine_ids: tuple[str, ...], by: str, why: str) -> None:
    """Take a dismissal back: the rows wait again. 撤销驳回。"""
    from flows.settings import settings
    from flows.warehouse.quarantine import reopen as reopen_rows
    from flows.working import working_warehouse

    with working_warehouse(settings(), notify) as connection:
        reopen_rows(connection, list(quarantine_ids), by, why)
    click.echo(f"{len(quarantine_ids)} open again / 已重新打开")
