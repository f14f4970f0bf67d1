"""What can happen in the boardroom."""

from governance.actions.builds import cancel_build, compile_build, request_build
from governance.actions.updates import issue_update, write_overview

__all__ = [
    "cancel_build",
    "compile_build",
    "issue_update",
    "request_build",
    "write_overview",
]
