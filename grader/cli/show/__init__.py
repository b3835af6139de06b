"""What the commands print: pages, tables, progress and messages in a terminal."""
