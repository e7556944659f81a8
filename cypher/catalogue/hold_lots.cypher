// Take lots into an organization's catalogue; one that is there keeps what it says.
// param rows list<map> {no, properties}; properties of a CatalogueLot, its key among them
UNWIND $rows AS row
MATCH (l:Lot {no: row.no})
MERGE (c:CatalogueLot {key: row.properties.key})
ON CREATE SET c += row.properties
MERGE (c)-[:OF]->(l)
