"""What the portal brings along for the KPI book: KPIs that trusts publish, and national figures."""
