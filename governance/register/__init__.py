"""The register of governance that a trust publishes: who serves or has served in the last twelve months."""
