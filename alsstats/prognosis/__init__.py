"""How long patients live, and what tells those who die sooner: the mathematics of survival."""
