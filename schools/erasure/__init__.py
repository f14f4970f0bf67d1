"""A leaver's name and details replaced by words that say nothing, with everything they did still standing."""
