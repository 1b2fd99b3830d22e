"""The policy systems of a study: one question of the brief a module, each a function of a network."""
