"""The forms of a page as a browser reads them: where each is sent, and with what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import html

# What a browser adds or the server makes anew: no field of a person's.
NOT_TYPED = {"csrfmiddlewaretoken"}
TYPED = {"", "text", "search", "email", "url"}
# An editor's own blank row: its number is written in by the page's script.
BLANK_ROW = "__prefix__"


@dataclass(frozen=True)
class PageForm:
    """One form that is posted, each field with the values that the page gave it; `words` are the names of
    those in which anything can be typed, and `files` of those that send a file."""

    action: str
    fields: dict[str, list[str]]
    words: frozenset[str]
    files: frozenset[str]

    def __str__(self) -> str:
        return f"{self.action} ({', '.join(sorted(self.fields))})"


def forms_of(address: str, content: bytes) -> Iterator[PageForm]:
    """Every form of an HTML page that is posted, one for each of its buttons that has a name."""
    if not content.strip():
        return
    page = html.document_fromstring(content)
    for form in page.forms:
        if form.method == "POST" and (form.action or address).startswith("/"):
            yield from _as_sent(urljoin(address, form.action or address), form)
    for asked in page.xpath("//*[@hx-post]"):
        if asked.tag != "form":
            yield _of_an_element(asked)


def _as_sent(action: str, form: html.FormElement) -> Iterator[PageForm]:
    fields = _values(form)
    words = frozenset(each.name for each in _named(form) if each.tag == "textarea" or _type(each) in TYPED)
    files = frozenset(each.name for each in _named(form) if _type(each) == "file")
    buttons = [each for each in form.xpath(".//button[@name]") if _type(each) != "button"]
    for button in buttons or [None]:
        chosen = {} if button is None else {button.get("name"): [button.get("value", "")]}
        yield PageForm(action, fields | chosen, words, files)


def _of_an_element(asked: html.HtmlElement) -> PageForm:
    """What a script sends of one control, with the form around it."""
    form = next(asked.iterancestors("form"), None)
    fields = {} if form is None else _values(form)
    return PageForm(asked.get("hx-post"), fields, frozenset(), frozenset())


def _values(form: html.FormElement) -> dict[str, list[str]]:
    """Every named field, those included that a browser leaves out since nothing is chosen yet."""
    fields: dict[str, list[str]] = {each.name: [] for each in _named(form)}
    for name, value in form.form_values():
        if name in fields:
            fields[name].append(value)
    return fields


def _named(form: html.FormElement) -> list[html.HtmlElement]:
    inputs = [each for each in form.inputs if each.name and each.name not in NOT_TYPED]
    return [each for each in inputs if BLANK_ROW not in each.name and _type(each) not in {"submit", "button"}]


def _type(control: html.HtmlElement) -> str:
    return str(control.get("type") or "").lower()
