"""Form fields that every floor uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms

from trust.dates import NOT_A_DAY, printed_day, read_printed_day
from trust.lifecycle import Refused
from trust.numbers import TRUE_MINUS, read_number

A_DAY: Final = "Give a day, such as 16 November 2026."
ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_NAMED: Final = 8  # answers that an error names one by one


class NumberField(forms.Field):
    """A number in the product's one grammar (`trust.numbers`); blank is None, never zero.

    What was typed stands in the field again when it cannot be read, beside an error that says what is
    expected.
    """

    def __init__(self, *, least: Decimal | None = None, most: Decimal | None = None, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)
        self.least, self.most = least, most

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, Decimal):
            return value
        try:
            return read_number(value)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="number") from error

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise forms.ValidationError(f"Enter {_shown(self.least)} or more.", code="least")
        if self.most is not None and value > self.most:
            raise forms.ValidationError(f"Enter {_shown(self.most)} or less.", code="most")

    def prepare_value(self, value: Any) -> Any:
        # As a person would type it: a database gives 50 back as 50.0000.
        return format(value.normalize(), "f") if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


class OneOf(forms.ChoiceField):
    """One of some answers; who gives another is told what they are, as from a spreadsheet anybody may."""

    def validate(self, value: Any) -> None:
        try:
            super().validate(value)
        except forms.ValidationError as error:
            if error.code != "invalid_choice":
                raise
            raise forms.ValidationError(self._known(), code=error.code) from None

    def _known(self) -> str:
        choices: Any = self.choices
        labels = [str(label) for kept, label in choices if kept]
        if len(labels) > MOST_NAMED:
            return "Choose one of the answers in the list."
        between = "; " if any("," in label for label in labels) else ", "
        return f"Choose one of: {between.join(labels)}."


class DayInput(forms.DateInput):
    """The browser's own picker; what was typed and is no day stands in it as text, so that it is not lost."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date", "class": "control-date"}, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not ISO_DAY.fullmatch(str(shown)):
            context["widget"]["type"] = "text"
        return context


class DayField(forms.DateField):
    """A London date, in the browser's own picker, or typed as people write it ("9 July 2026", "09/07/2026").

    What is no day of the calendar is refused in words, and so is a year of two digits.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", DayInput())
        options.setdefault("error_messages", {"required": A_DAY, "invalid": A_DAY})
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        try:
            read = read_printed_day(str(value))
        except ValueError as error:
            raise forms.ValidationError(str(error).replace(NOT_A_DAY, A_DAY), code="invalid") from error
        if read.count("-") < 2:
            raise forms.ValidationError(A_DAY, code="invalid")
        return date.fromisoformat(read)


class PrintedDayField(forms.CharField):
    """A day or, where that is all that is known, a month: '2026-07-09' or '2026-07'; blank is ''.

    It is typed and shown as people write it ("9 July 2026", "July 2026", "09/07/2026"). What was typed
    stands in the field again when it cannot be read.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 40)
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        options.setdefault("help_text", "A day such as 9 July 2026, or a month such as July 2026.")
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        try:
            return read_printed_day(typed)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="printed_day") from error

    def prepare_value(self, value: Any) -> Any:
        try:
            return printed_day(read_printed_day(value)) if value else value
        except ValueError:
            return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return read_printed_day(initial or "") != read_printed_day(data or "")
        except ValueError:
            return True


def _shown(limit: Decimal) -> str:
    return format(limit, "f").replace("-", TRUE_MINUS)


@contextmanager
def refusals_in(form: forms.BaseForm) -> Iterator[None]:
    """Put what an action refuses into the form: at the field it names, at the top where the form has none.

    What follows the action in the same block, such as the message and the way on, is then left out.
    """
    try:
        yield
    except forms.ValidationError as wrong:
        put_errors(form, wrong)
    except Refused as refusal:
        form.add_error(None, str(refusal))


def put_errors(form: forms.BaseForm, wrong: forms.ValidationError) -> None:
    if not hasattr(wrong, "error_dict"):
        form.add_error(None, wrong.messages)
        return
    for field, words in wrong.message_dict.items():
        form.add_error(field if field in form.fields else None, words)
