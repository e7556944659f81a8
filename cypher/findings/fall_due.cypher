// Lots and records whose findings may change today, because a day has passed; they are to be judged again.
// param today integer  epoch day
// param most  integer  how many at once
// returns  lots, records
MATCH (d:Due)
WHERE d.on <= $today
WITH d ORDER BY d.on LIMIT $most
WITH d, d.lot AS lot, d.record AS record
DELETE d
RETURN collect(lot) AS lots, collect(record) AS records
