"""`python -m engine.console`: the same as `lotgraph`."""

from engine.console.app import app

if __name__ == "__main__":
    app()
