"""How the portal runs: its workers' word that they live, and what stands in the way of somebody's work."""
