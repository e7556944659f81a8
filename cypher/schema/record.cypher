// Remember that a schema statement has been applied.
// param name string statement name
MERGE (s:SchemaStep {name: $name})
ON CREATE SET s.applied_at = timestamp()
