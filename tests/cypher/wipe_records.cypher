// Remove everything but organizations and what keeps the books.
MATCH (n)
WHERE NOT n:Organization AND NOT n:Ledger AND NOT n:SchemaStep
DETACH DELETE n
