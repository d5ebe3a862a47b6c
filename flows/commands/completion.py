"""`zhanbi completion`: what a shell needs to complete our commands and options."""

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell. 命令补全。

    \b
    bash  echo 'eval "$(zhanbi completion bash)"' >> ~/.bashrc
    zsh   echo 'eval "$(zhanbi completion zsh)"' >> ~/.zshrc
    fish  zhanbi completion fish > ~/.config/fish/completions/zhanbi.fish
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"click knows no completion for {shell}.")
    root = click.get_current_context().find_root().command
    click.echo(kind(root, {}, "zhanbi", "_ZHANBI_COMPLETE").source())
