// The one ledger that every capture locks: it orders captures and hands out numbers.
MERGE (l:Ledger {name: 'ledger'})
ON CREATE SET l.revision = 0, l.recorded_at = 0, l.last_no = 0
