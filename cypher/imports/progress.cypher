// Note a part that is done, in the transaction that captured it, with the number of that capture. A part that is done is
// a new beginning: attempts are counted from it.
// param id          string    import id
// param token       string    secret of the attempt
// param now         integer   epoch ms
// param properties  map       the tally so far
// returns id        no row where the attempt no longer owns the import
MATCH (i:Import {id: $id})
SET i.lock = 0
WITH i
WHERE i.status = 'processing' AND i.token = $token
MATCH (l:Ledger {name: 'ledger'})
SET i += $properties, i.heartbeat_at = $now, i.attempts = 1, i.revision = l.revision
RETURN i.id AS id
