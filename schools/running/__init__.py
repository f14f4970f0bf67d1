"""The page on which an administrator sees whether the portal runs well, and what to do where it does not."""
