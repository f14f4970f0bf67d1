"""Turns the bytes of an uploaded text into lines, and refuses what is not plain text, saying where."""

import re

from milestones.imports.document import ImportProblem
from trust.tables import Unreadable
from trust.tables.letters import NotUtf8, any_letters, utf8_letters

LARGEST_FILE = 5 * 1024 * 1024  # bytes; the longest real plan seen is 30 kB
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
BINARY_KINDS = (
    (b"PK\x03\x04", "This is a Word, Excel or zip file, not a text"),
    (b"%PDF-", "This is a PDF, not a text"),
    (b"{\\rtf", "This is a rich text file (.rtf)"),
    (b"\xd0\xcf\x11\xe0", "This is an old Word or Excel file, or one with a password"),
)
SURELY_UTF_8 = re.compile(rb"\A\xef\xbb\xbf|\xc3[\x80-\xbf]|\xe2\x80[\x90-\xbf]")
SAVE_AS = "save the plan as .docx, .xlsx, .csv or plain text"


def letters_of(raw: bytes) -> str:
    """The text in the bytes, in UTF-8, UTF-16 or what Windows programs in western Europe write.

    Raises ImportProblem for a file that is empty, too large or no text.
    """
    if len(raw) > LARGEST_FILE:
        raise ImportProblem(1, 1, f"The file is larger than {LARGEST_FILE // 1024**2} MB")
    for signature, complaint in BINARY_KINDS:
        if raw.startswith(signature):
            raise ImportProblem(1, 1, f"{complaint}: {SAVE_AS}")
    try:
        # One damaged byte does not make UTF-8 what Windows writes: its other letters would be lost.
        return utf8_letters(raw) if SURELY_UTF_8.search(raw) else any_letters(raw)
    except NotUtf8 as error:
        complaint = f"The file is not UTF-8 text: {error}; save the plan as UTF-8"
        raise ImportProblem(error.line, error.column, complaint) from error
    except Unreadable as refused:
        text = raw.decode("latin-1")
        if CONTROL.search(text):
            text_lines(text)  # says where the character is that no text has
        raise ImportProblem(1, 1, str(refused).rstrip(".")) from refused


def text_lines(text: str) -> list[str]:
    """The lines of a text already decoded, such as a pasted one. Raises ImportProblem as `lines_of` does."""
    if not text.strip():
        raise ImportProblem(1, 1, "The file is empty")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if found := CONTROL.search(line):
            column = line.count("\t", 0, found.start()) + 1
            complaint = f"The text holds the control character {ord(found[0]):#04x}, so it is not plain text"
            raise ImportProblem(number, column, complaint)
    # A page feed and Word's soft line break are blanks inside a line, never the end of one.
    return [line.replace("\f", " ").replace("\v", " ") for line in lines]
