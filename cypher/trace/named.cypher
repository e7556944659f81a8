// Visible records beside the critical tracking events that name places as parties, those nearest to a day first.
// param rows    list<map>      {clue, also, kind, first, last}: clues of one party and, or null, of another; epoch days or null
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// param most    integer        records a row at most
// returns       row, record    the place of the row in $rows; JSON
// plan          NodeUniqueIndexSeek
UNWIND range(0, size($rows) - 1) AS row
WITH row, $rows[row] AS asked
CALL (asked) {
  MATCH (k:Clue {key: asked.clue})<-[:DEPENDS_ON]-(c:OtherRecord {cte_type: asked.kind})
  USING INDEX SEEK k:Clue(key)
  WHERE (c.recorded_by IN $orgs OR $viewer IN c.counterparties
      OR any(g IN $grants WHERE g.org = c.recorded_by AND g.from <= c.on <= g.to AND (g.gtins IS NULL OR c.gtin IN g.gtins)))
      AND c.recorded_at <= $at < c.superseded_at
      AND (asked.first IS NULL OR c.on >= asked.first) AND (asked.last IS NULL OR c.on <= asked.last)
      AND (asked.also IS NULL OR EXISTS { (c)-[:DEPENDS_ON]->(:Clue {key: asked.also}) })
  RETURN c ORDER BY CASE WHEN asked.first IS NULL THEN -c.on ELSE c.on END, c.no LIMIT $most
}
RETURN row, c.record AS record
