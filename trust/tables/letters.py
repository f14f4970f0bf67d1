"""Turns the bytes of a text into its letters, strictly or whichever program wrote them, or says where not."""

from __future__ import annotations

from typing import Final

from trust.tables.refusal import Unreadable

UTF_8_MARK: Final = b"\xef\xbb\xbf"
UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
SAVE_AGAIN: Final = "Save it as “CSV UTF-8” and send it again."


class NotUtf8(ValueError):
    """A byte that is no UTF-8: its place in the file, its line, and its column between tabs, all from 1."""

    def __init__(self, content: bytes, place: int) -> None:
        before = content[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        self.byte = content[place]
        self.place = place + 1
        self.line = before.count(b"\n") + 1
        self.column = before.count(b"\t", before.rfind(b"\n") + 1) + 1
        super().__init__(f"byte 0x{self.byte:02x} at position {self.place} cannot be read")


def utf8_letters(content: bytes) -> str:
    """The letters of a UTF-8 text without its byte order mark; raises `NotUtf8`, which says where."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # With a byte order mark the codec counts from behind it.
        behind = len(UTF_8_MARK) if content.startswith(UTF_8_MARK) else 0
        raise NotUtf8(content, error.start + behind) from error


def any_letters(content: bytes) -> str:
    """UTF-8, UTF-16 by its mark, or else what Windows programs in western Europe write; or `Unreadable`."""
    try:
        text = content.decode("utf-16") if content.startswith(UTF_16_MARKS) else utf8_letters(content)
    except ValueError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise Unreadable(f"The file's letters cannot be read. {SAVE_AGAIN}") from None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise Unreadable(f"Line {line} holds a character that no text has. {SAVE_AGAIN}")
    return text
