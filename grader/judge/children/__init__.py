"""The children of a submission: started, given its files, asked, replaced when they end."""
