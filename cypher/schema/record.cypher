// Note that numbered schema statements have been applied.
// param names   list<string>   names of the statements
UNWIND $names AS name
MERGE (s:SchemaStep {name: name})
ON CREATE SET s.applied_at = timestamp()
