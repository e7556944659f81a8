// Which server answers.
// returns  name, version, edition   strings
CALL dbms.components() YIELD name, versions, edition
RETURN name, versions[0] AS version, edition
