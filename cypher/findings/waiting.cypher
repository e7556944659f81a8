// Whether anything waits to be judged.
// param today integer  epoch day
// returns  waiting
RETURN EXISTS { (:Unsettled) } OR EXISTS { MATCH (d:Due) WHERE d.on <= $today } AS waiting
