"""From events to figures, and the register of improvements that rests on them."""
