// Remember that a person took one place for another, and what both were.
// param properties map properties of the merge
CREATE (m:LocationMerge)
SET m = $properties
