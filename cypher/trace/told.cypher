// Visible records beside the critical tracking events that tell something of lot codes, the earliest first.
// param clues   list<string>   clues of lot codes
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// param most    integer        records a code at most
// returns       clue, record   JSON
// plan          NodeUniqueIndexSeek
UNWIND $clues AS clue
CALL (clue) {
  MATCH (k:Clue {key: clue})<-[:GIVES]-(c:OtherRecord)
  USING INDEX SEEK k:Clue(key)
  WHERE (c.recorded_by IN $orgs OR $viewer IN c.counterparties
      OR any(g IN $grants WHERE g.org = c.recorded_by AND g.from <= c.on <= g.to AND (g.gtins IS NULL OR c.gtin IN g.gtins)))
      AND c.recorded_at <= $at < c.superseded_at
  RETURN c ORDER BY c.on, c.no LIMIT $most
}
RETURN clue, c.record AS record
