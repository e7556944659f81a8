// Forget what an organization said of a place.
// param key string organization number and place number
MATCH (g:Registration {key: $key})
DETACH DELETE g
