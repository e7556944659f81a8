// Take the ledger: captures follow one another, each later than the one before.
// param now integer epoch ms
// returns  revision, recorded_at, last_no   integers
// replan skip
MATCH (l:Ledger {name: 'ledger'})
USING INDEX SEEK l:Ledger(name)
SET l.locked = true
WITH l
SET l.revision = l.revision + 1,
    l.recorded_at = CASE WHEN $now > l.recorded_at THEN $now ELSE l.recorded_at + 1 END
RETURN l.revision AS revision, l.recorded_at AS recorded_at, l.last_no AS last_no
