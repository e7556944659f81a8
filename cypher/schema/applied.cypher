// Schema statements this graph has seen.
// returns  name   string  statement name
MATCH (s:SchemaStep)
RETURN s.name AS name
