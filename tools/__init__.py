"""The workshop: how the project is installed, run, tested and checked. Standard library only."""
