"""`zhanbi match`: the list rows that are linked to no entity, and what people decide about them."""

from typing import Any

import click


@click.group("match")
def match_links() -> None:
    """Listed names that need a person: list them, then link, reject or undo, with name and reason. 名单匹配。"""


@match_links.command("list")
@click.option("--state", default="open", show_default=True, help="open, linked, rejected, or all.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True)
def list_links(state: str, form: str) -> None:
    """The list rows of the published snapshot that await a decision, the likeliest first, with their candidates."""
    from flows.commands.query import print_query
    from flows.settings import settings

    query = (
        "select name, city, programme, review_state, credit_code, reason, link_score, candidates from link_reviews "
        "where $state in ('all', review_state) order by link_score desc nulls last, list_row_id"
    )
    print_query(settings().published, query, form, {"state": state})


def _decision(action: str, help_text: str) -> None:
    """Register one subcommand that keeps a decision."""

    def decide(name: str, city: str | None, by: str, why: str, credit_code: str | None = None) -> None:
        from flows.settings import settings
        from flows.warehouse import links
        from flows.working import working_warehouse

        with working_warehouse(settings(), click.echo) as connection:
            links.decide(
                connection,
                name,
                city,
                action,  # type: ignore[arg-type]
                credit_code=credit_code,
                decided_by=by,
                reason=why,
            )
        click.echo(f"{name}: {action}. It takes effect with the next `zhanbi run`. 下次运行后生效。")

    command: Any = decide
    if action == "link":
        command = click.argument("credit_code")(command)
    command = click.argument("name")(command)
    command = click.option("--city", metavar="CITY", help="The city as the list prints it, where it does.")(command)
    command = click.option("--why", required=True, metavar="TEXT", help="The reason, kept with the decision.")(command)
    command = click.option("--by", required=True, metavar="NAME", help="Who decides.")(command)
    match_links.command(action, help=help_text)(command)


_decision("link", "The listed NAME is the entity with this CREDIT_CODE, on every list that prints it so. 指定主体。")
_decision("reject", "The listed NAME is no entity of the registers, whatever the matching says. 否定匹配。")
_decision("undo", "Take the latest decision about the NAME back. 撤销。")
