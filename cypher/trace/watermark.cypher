// Up to which capture the graph has come.
// returns       revision, recorded_at
// plan          NodeUniqueIndexSeek
MATCH (l:Ledger {name: 'ledger'})
RETURN l.revision AS revision, l.recorded_at AS recorded_at
