"""The marts on an engine that speaks Spark Connect: landed tables over, the same dbt models there, the rows compared."""
