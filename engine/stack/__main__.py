"""`python -m engine.stack`: the servers alone, for maintainers and for tests of other parts."""

from engine.stack.command import main

if __name__ == "__main__":
    main()
