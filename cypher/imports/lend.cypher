// Note a file of a dry run before it is put on S3, so that it is removed whatever happens.
// param key      string    S3 key
// param of       string    import id
// param now      integer   epoch ms
CREATE (:DryRunFile {key: $key, import: $of, at: $now})
