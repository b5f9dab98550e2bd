"""From records and docs to files, one format a module."""
