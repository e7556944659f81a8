// Every lot with the places it is held at.
// returns no, id, key, kind, tlc_match, gtin, lot_number, source, places
MATCH (l:Lot)
RETURN l.no AS no, l.id AS id, l.key AS key, l.kind AS kind, l.tlc_match AS tlc_match, l.gtin AS gtin,
       l.lot_number AS lot_number, l.source AS source,
       COLLECT { MATCH (l)-[:HELD_AS]->(:Stock)-[:AT]->(p:Location) RETURN p.no } AS places
