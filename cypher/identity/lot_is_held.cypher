// A row if an organization's catalogue holds a lot.
// param lot          integer lot number
// param organization integer organization number
// returns  held   true
MATCH (:CatalogueLot {key: toString($organization) + ':' + toString($lot)})
RETURN true AS held
