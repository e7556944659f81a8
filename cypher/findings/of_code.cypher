// The lots of codes that carry no GTIN.
// param codes list<string> codes in their form for matching
// returns  code, lots   numbers
// replan skip
UNWIND $codes AS code
MATCH (l:Lot {tlc_match: code})
USING INDEX SEEK l:Lot(tlc_match)
WITH code, collect(l.no) AS lots
WHERE size(lots) > 1
RETURN code, lots
