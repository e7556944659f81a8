// Standing records that tell of crops of farms.
// param places list<integer> place numbers of the farms
// returns  records   numbers
// replan skip
UNWIND $places AS no
MATCH (k:Clue)
USING INDEX k:Clue(key)
WHERE k.key STARTS WITH 'crop:' + toString(no) + ':'
MATCH (k)<-[:GIVES]-(c)
WHERE c.superseded_at = 9223372036854775807
RETURN collect(DISTINCT c.no) AS records
