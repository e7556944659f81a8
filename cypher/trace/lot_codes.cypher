// Ids and codes of lots, for sorting and naming.
// param lots    list<integer>  lot numbers
// returns       lots, ids, codes   parallel lists; code is empty for crops
// plan          NodeUniqueIndexSeek
UNWIND $lots AS no
MATCH (lot:Lot {no: no})
USING INDEX SEEK lot:Lot(no)
RETURN collect(lot.no) AS lots, collect(lot.id) AS ids, collect(coalesce(lot.tlc_match, '')) AS codes
