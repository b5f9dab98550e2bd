"""What people corrected in another tool, back into gold: one format a module."""
