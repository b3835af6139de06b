"""`student` and `given` as checks see them: calls become requests, replies become values."""
