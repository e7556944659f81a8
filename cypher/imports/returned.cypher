// Files of dry runs are gone from S3.
// param keys   list<string>   S3 keys
UNWIND $keys AS key
MATCH (f:DryRunFile {key: key})
DELETE f
