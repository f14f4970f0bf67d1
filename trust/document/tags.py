"""What is put right in the engine's tag tree before it is written."""

from __future__ import annotations

from typing import Any, Final

# They say nothing of what they hold, and are more than half of all elements.
SILENT: Final = ("/Span", "/NonStruct")
PLAIN: Final = {"Type", "S", "K", "Pg", "P"}


def mend(pdf: Any, prefix: str, scopes: list[str]) -> None:
    """Name header cells, say what they head, and dissolve elements that say nothing.

    `pdf` is the engine's own, `scopes` what each header cell heads, in the order of the tree.
    """
    elements: list[Any] = [
        each for each in pdf.objects if isinstance(each, dict) and "S" in each and "K" in each
    ]
    _name([each for each in elements if each["S"] == "/TH" and "ID" in each], prefix, scopes)
    _dissolve(pdf, {each.reference: each for each in elements})


def _name(cells: list[Any], prefix: str, scopes: list[str]) -> None:
    """Cells are named after the contents and counted, since the engine's names meet those of other parts; a
    data cell's list holds the very same name objects. What a cell heads the engine leaves out."""
    for count, (cell, scope) in enumerate(zip(cells, scopes, strict=True)):
        cell["ID"].string = f"{prefix}-{count}"
        cell["A"]["Scope"] = f"/{scope}"


def _dissolve(pdf: Any, elements: dict[bytes, Any]) -> None:
    """Put what a silent element holds in its place, and lead its marked contents to who holds them now."""
    moved: dict[bytes, bytes] = {}
    # Who holds comes before what it holds, so that the innermost are dissolved first.
    for reference, element in reversed(elements.items()):
        holder = elements.get(element.get("P", b""))
        if holder is None or element["S"] not in SILENT or not element.keys() <= PLAIN or "Pg" not in holder:
            continue
        at = holder["K"].index(reference)
        holder["K"][at : at + 1] = element["K"]
        for kid in element["K"]:
            if kid in elements:
                elements[kid]["P"] = holder.reference
        moved[reference] = holder.reference
    for parents in _parents(pdf):
        parents[:] = [_holder(each, moved) for each in parents]
    for reference in moved:
        elements[reference].clear()


def _parents(pdf: Any) -> list[Any]:
    """The lists that lead from a page's marked contents to their elements, and from annotations to theirs."""
    [numbers] = [each["Nums"] for each in pdf.objects if isinstance(each, dict) and "Nums" in each]
    return [numbers, *(each for each in numbers if isinstance(each, list))]


def _holder(reference: Any, moved: dict[bytes, bytes]) -> Any:
    while isinstance(reference, bytes) and reference in moved:
        reference = moved[reference]
    return reference
