// Lots to be judged.
// param lots list<integer> lot numbers
// returns  no, kind, match, pair   pair: the code carries a GTIN and a lot number
// replan skip
UNWIND $lots AS no
MATCH (l:Lot {no: no})
USING INDEX SEEK l:Lot(no)
RETURN no, l.kind AS kind, l.tlc_match AS match, l.lot_number IS NOT NULL AS pair
