"""Records beside the critical tracking events: lists, single records, withdrawal."""
