"""The lines of the server contract that clients rely on, by subject; `contract.py` runs them all."""
