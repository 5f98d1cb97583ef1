"""Review: every version is checked before it is published, and again when the law or the lexicon changes."""
