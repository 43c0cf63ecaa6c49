"""What the scripts share: the running index, its clients, small distributions, raw HTTP and counts."""
