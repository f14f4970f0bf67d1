"""The rows of returns as spreadsheets: taken away, sent in, looked at."""

from __future__ import annotations

from typing import Any

from kpis.models import Upload, UploadKind
from tests.access.expected import Row, row
from tests.access.scene import Scene, returned
from tests.builders import NOW
from trust.blobs import keep

FILE = b"Code,Value\r\n"
FILLS_OAK = "200 head_of_oak business_of_oak; 403 executive; 404"
FILLS_ELM = "200 head_of_elm; 403 executive; 404"


def upload(scene: Scene, scope: str) -> dict[str, Any]:
    """A file that the head of that school has sent in: nobody else's, not even a colleague's."""
    blob = keep(FILE)
    draft = scene.draft(scope)
    head = scene.world.people["head_of_elm" if scope == "other" else "head_of_oak"]
    made, _ = Upload.objects.get_or_create(
        kind=UploadKind.RETURN, returned=draft, name="return.csv", by=head, blob=blob, defaults={"at": NOW}
    )
    return returned(scene, scope) | {"pk": made.pk}


def table(scene: Scene, scope: str) -> dict[str, Any]:
    """A table of past returns, which is the executive's."""
    _ = upload(scene, "own")
    made, _ = Upload.objects.get_or_create(
        kind=UploadKind.PAST,
        name="past.csv",
        by=scene.world.people["executive"],
        blob=keep(FILE),
        defaults={"at": NOW},
    )
    return {"pk": made.pk}


ROWS: dict[str, Row] = {
    "kpis:spreadsheet": row(
        returned,
        own_get=FILLS_OAK,
        own_post="422 head_of_oak business_of_oak; 403 executive; 404",
        other_get=FILLS_ELM,
        other_post="422 head_of_elm; 403 executive; 404",
    ),
    "kpis:return_workbook": row(returned, own_get=FILLS_OAK, other_get=FILLS_ELM),
    "kpis:return_table": row(returned, own_get=FILLS_OAK, other_get=FILLS_ELM),
    "kpis:past_returns": row(own_get="200 executive; 403", own_post="422 executive; 403"),
    "kpis:past_workbook": row(own_get="200 executive; 403"),
    "kpis:past_table": row(own_get="200 executive; 403"),
    "kpis:past_upload": row(table, own_get="200 executive; 403", own_post="409 executive; 403"),
    "kpis:upload": row(
        upload,
        own_get="200 head_of_oak; 403 executive; 404",
        own_post="409 head_of_oak; 403 executive; 404",
        other_get="200 head_of_elm; 403 executive; 404",
        other_post="409 head_of_elm; 403 executive; 404",
    ),
}
