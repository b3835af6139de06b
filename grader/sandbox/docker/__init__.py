"""The docker backend: far sides in containers of a Docker engine."""
