"""Where lots went and came from, why, and how far."""
