"""The driver, the statements and the schema of Neo4j."""

from engine.graph.graph import Graph, TooMuchAtOnce, Transaction

__all__ = ["Graph", "TooMuchAtOnce", "Transaction"]
