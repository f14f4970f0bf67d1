"""A trust's first hour: from an empty installation to its schools, terms, people, KPIs and plan."""
