// Take the key of a lot that nobody spoke of yet.
// param key string
CREATE (:Lot {key: $key})
