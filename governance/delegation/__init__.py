"""The scheme of delegation: who decides, proposes, is consulted and is informed, version after version."""
