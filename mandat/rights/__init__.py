"""Who sees what: changes of rights with their effect before and their undoing after."""
