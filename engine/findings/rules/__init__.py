"""The rules between records: each module says what a neighbourhood of the graph is guilty of."""
