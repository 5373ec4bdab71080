"""Treatment sessions: route, dose, vitals, cost."""
