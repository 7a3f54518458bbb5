"""Long random trials of what must never happen; ``make soak`` runs them."""
