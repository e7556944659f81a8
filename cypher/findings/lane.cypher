// The last standing movement of each kind on lanes that an exempt source uses.
// param lanes list<string> from and to, as place numbers with > between them
// returns  lane, records   numbers
// replan skip
UNWIND $lanes AS lane
// The index over lane, kind and day serves only who asks for all three.
WITH lane WHERE EXISTS {
  MATCH (c:CTE {lane: lane, cte_type: 'receiving_exempt_source'})
  USING INDEX SEEK c:CTE(lane, cte_type, on)
  WHERE c.on IS NOT NULL AND c.superseded_at = 9223372036854775807
}
UNWIND ['shipping', 'receiving', 'receiving_exempt_source'] AS kind
CALL (lane, kind) {
  MATCH (c:CTE {lane: lane, cte_type: kind})
  USING INDEX SEEK c:CTE(lane, cte_type, on)
  WHERE c.on IS NOT NULL AND c.superseded_at = 9223372036854775807
  RETURN c.no AS no
  ORDER BY c.on DESC, c.key DESC
  LIMIT 1
}
RETURN lane, collect(no) AS records
