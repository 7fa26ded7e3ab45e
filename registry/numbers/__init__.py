"""The numbers of the register: one file each, `parse(text)` gives the value or a `Mistake`."""
