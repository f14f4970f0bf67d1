"""The room of words: the overview and the notes of a Trust Update, their drafts and their budget of pages."""
