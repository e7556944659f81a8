"""Records the rule asks for beside the critical tracking events: purchases, agreements, kill steps, one-up one-back."""
