"""The food traceability rule as code: events, their data elements, and what is wrong with one."""
