"""What the API says about itself to people: pages that need nothing from any other host."""
