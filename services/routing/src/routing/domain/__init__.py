"""What routing knows and decides: pure values and functions, `now` is always an argument."""
