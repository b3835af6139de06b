"""Values compared: shape and dtype first, then every entry."""
