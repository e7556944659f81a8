// One page of an organization's members, and how many the filter leaves.
// param organization  integer      organization number
// param role          string|null  a member's role
// param text          string       part of name or address, case folded; empty for all
// param order_by      string       joined, email or role
// param descending    boolean      last first
// param skip          integer      members to leave out
// param limit         integer      members to return
// returns             total, members
MATCH (u:User)-[m:MEMBER_OF]->(:Organization {no: $organization})
WHERE ($role IS NULL OR m.role = $role)
  AND (u.email_key CONTAINS $text OR toLower(u.name) CONTAINS $text)
WITH m {.id, .role, .joined_at, user_id: u.id, email: u.email, name: u.name, metadata: u.metadata} AS member,
     CASE $order_by WHEN 'email' THEN u.email_key WHEN 'role' THEN m.role ELSE m.joined_at END AS place
ORDER BY place, member.id
WITH collect(member) AS found
WITH CASE WHEN $descending THEN reverse(found) ELSE found END AS found
RETURN size(found) AS total, found[$skip..($skip + $limit)] AS members
