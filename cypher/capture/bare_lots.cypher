// Remove lots that are held nowhere any more; their ids keep leading to the lot that took their place, and what
// catalogues say of them goes there too. A lot that a catalogue still holds stays.
// param rows list<map> {no, now}; now is the number of the successor or null
UNWIND $rows AS row
MATCH (gone:Lot {no: row.no})
USING INDEX SEEK gone:Lot(no)
WHERE NOT (gone)-[:HELD_AS]->()
OPTIONAL MATCH (now:Lot {no: row.now})
USING INDEX SEEK now:Lot(no)
CALL (gone, now) {
  WITH gone, now WHERE now IS NOT NULL
  MATCH (held:CatalogueLot)-[r:OF]->(gone)
  WHERE NOT EXISTS { (:CatalogueLot {organization: held.organization})-[:OF]->(now) }
  DELETE r
  CREATE (held)-[:OF]->(now)
  SET held.key = toString(held.organization) + ':' + toString(now.no)
}
WITH gone, now
WHERE NOT (:CatalogueLot)-[:OF]->(gone)
CALL (gone, now) {
  WITH gone, now WHERE now IS NOT NULL
  OPTIONAL MATCH (older:FormerId)-[r:NOW]->(gone)
  FOREACH (x IN CASE WHEN older IS NULL THEN [] ELSE [older] END | CREATE (x)-[:NOW]->(now))
  DELETE r
  WITH DISTINCT gone, now
  MERGE (f:FormerId {id: gone.id})
  MERGE (f)-[:NOW]->(now)
}
DETACH DELETE gone
