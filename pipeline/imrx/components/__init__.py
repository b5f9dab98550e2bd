"""The spaCy components of the rule pipeline, one a module; `models/rules.cfg` says how they stand in line."""
