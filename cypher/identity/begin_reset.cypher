// Let a token set a new password for the user of an address.
// param email_key   string   case folded
// param sha256      string   hex digest of the raw token
// param expires_at  integer  epoch ms
// returns           id
MATCH (u:User {email_key: $email_key, active: true})
SET u.reset_sha256 = $sha256, u.reset_until = $expires_at
RETURN u.id AS id
