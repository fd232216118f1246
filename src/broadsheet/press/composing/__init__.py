"""What the press writes: rows become view values, view values become pieces. Nothing is written from here."""
