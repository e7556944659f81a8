"""How complete the records in view are, and whom to ask for what is missing."""
