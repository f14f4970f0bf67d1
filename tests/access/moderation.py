"""Who accepts what is within limits."""

from tests.access.expected import row
from tests.access.scene import Scene


def _term(scene: Scene, scope: str) -> dict[str, object]:
    return {"term": scene.submitted(scope).term.ref}


ROWS = {"kpis:accept_all": row(_term, own_get="200 executive; 403", own_post="302 executive; 403")}
