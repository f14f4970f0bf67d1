"""The demonstration as a whole: a trust that does not exist, lived term by term through the real actions."""

from governance.demo.life import NotFirst, is_loaded, load_demonstration

__all__ = ["NotFirst", "is_loaded", "load_demonstration"]
