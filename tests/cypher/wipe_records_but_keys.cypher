// Remove records and what hangs on them; organizations, their keys and what keeps the books stay.
MATCH (n)
WHERE NOT n:Organization AND NOT n:Ledger AND NOT n:SchemaStep AND NOT n:ApiKey
DETACH DELETE n
