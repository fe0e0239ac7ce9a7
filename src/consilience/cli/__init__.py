"""The command line: a thin door on the package's own names."""

from consilience.cli.commands import app


def main() -> None:
    """Run the ``consilience`` command."""
    app()


__all__ = ["app", "main"]
