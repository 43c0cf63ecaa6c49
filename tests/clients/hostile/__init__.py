"""Bad input, by kind; `bad_input.py` sends it all and looks what is left."""
