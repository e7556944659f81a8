"""What the catalogue's lists, files and bodies share."""
