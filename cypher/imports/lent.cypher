// Files of dry runs that nobody needs any more: their import has ended, or has never come to need them.
// param of       string    import id, or null for all
// param before   integer   epoch ms; a younger file of no import may be one that is being asked for
// param limit    integer   files at once
// returns key
MATCH (f:DryRunFile)
WHERE $of IS NULL OR f.import = $of
OPTIONAL MATCH (i:Import {id: f.import})
WITH f, i.file = f.key AS its, i.status IN ['pending', 'processing'] AS needed
WHERE CASE WHEN its THEN NOT needed ELSE f.at < $before END
RETURN f.key AS key
LIMIT $limit
