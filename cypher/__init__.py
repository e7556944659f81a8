"""Every statement the product runs, one a file; read as data by engine.graph."""
