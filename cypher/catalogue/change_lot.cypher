// Change what an organization's catalogue says of a lot.
// param key     string organization number and lot number in the graph
// param changes map    properties that change
MATCH (c:CatalogueLot {key: $key})
SET c += $changes
