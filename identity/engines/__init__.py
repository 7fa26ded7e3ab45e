"""Recognition engines: each finds faces and turns one into a vector."""
