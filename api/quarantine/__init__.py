"""What could not be accepted: listed, corrected, discarded."""
