"""`zhanbi review`: the figures a person must look at, and what was decided about them."""

from typing import Any

import click

from flows.commands.query import form_option
from flows.terminal import as_json


@click.group()
def review() -> None:
    """Figures that need a person: list them, then confirm, correct or reject, with name and reason. 人工复核。"""


@review.command("list")
@click.option("--state", default="open", show_default=True, help="open, confirmed, corrected, rejected, or all.")
@form_option
@as_json("form", flag_value="jsonl")
def list_reviews(state: str, form: str) -> None:
    """The figures of the published snapshot that await a decision, the least certain first."""
    from flows.commands.query import print_query
    from flows.commands.report import print_reviews
    from flows.settings import settings

    query = "select * from reviews where $state in ('all', review_state) order by confidence, observation_id"
    if form == "table":
        print_reviews(settings().published, query, {"state": state})
    else:
        print_query(settings().published, query, form, {"state": state})


def _decision(name: str, help_text: str, *, with_changes: bool = False) -> None:
    """Register one subcommand that keeps a decision."""

    def decide(observation_id: str, by: str, why: str, changes: tuple[str, ...] = ()) -> None:
        from flows.settings import settings
        from flows.warehouse import decisions
        from flows.working import working_warehouse

        pairs = dict(_pair(change) for change in changes)
        with working_warehouse(settings(), click.echo) as connection:
            decisions.decide(
                connection,
                observation_id,
                name,  # type: ignore[arg-type]
                changes=pairs,
                decided_by=by,
                reason=why,
            )
        click.echo(f"{observation_id}: {name}. It takes effect with the next `zhanbi run`. 下次运行后生效。")

    command: Any = decide
    if with_changes:
        command = click.argument("changes", nargs=-1, required=True, metavar="COLUMN=VALUE…")(command)
    command = click.argument("observation_id")(command)
    command = click.option("--why", required=True, metavar="TEXT", help="The reason, kept with the decision.")(command)
    command = click.option("--by", required=True, metavar="NAME", help="Who decides.")(command)
    review.command(name, help=help_text)(command)


@click.command()
@click.option("--port", default=8610, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address lets others in: mind who.")
def desk(port: int, host: str) -> None:
    """Decide what waits on a local web page: names, periods, figures, claims, refused rows. 复核台。"""
    import uvicorn

    from flows.serving.desk import app, token_file
    from flows.settings import settings

    application = app(settings(), (host, "127.0.0.1", "localhost"))
    where = "ZHANBI_DESK_TOKEN" if settings().desk_token else token_file(settings())
    click.echo(f"http://{host}:{port}/  Sign in with the token in {where} / 用该处的口令登录")
    uvicorn.run(application, host=host, port=port, log_level="warning")


def _pair(change: str) -> tuple[str, str]:
    column, equals, value = change.partition("=")
    if not equals:
        raise click.UsageError(f"{change!r} is not COLUMN=VALUE.")
    return column, value


_decision("confirm", "The figure was read right. 确认无误。")
_decision("correct", "The figure was read wrong: put these values in place, e.g. measure=share.", with_changes=True)
_decision("reject", "The number is not a figure: keep it out of the marts. 剔除。")
_decision("undo", "Take the latest decision about the figure back. 撤销。")
