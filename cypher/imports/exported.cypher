// Records of others that the viewer may see, by the ids that an export wrote beside its rows.
// param ids    list<string>   record ids
// param viewer integer        organization number of the caller
// param orgs   list<integer>  organizations whose records are visible
// param grants list<map>      restricted grants
// returns id, key             key: recorder and content
UNWIND $ids AS id
MATCH (c:CTE {id: id})
WHERE c.recorded_by <> $viewer
  AND (c.recorded_by IN $orgs OR $viewer IN c.counterparties
    OR any(g IN $grants WHERE g.org = c.recorded_by AND g.from <= c.on <= g.to
      AND (g.gtins IS NULL OR c.gtin IN g.gtins)))
RETURN c.id AS id, c.key AS key
