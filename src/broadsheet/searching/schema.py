"""What the index keeps of a story, and how its words are cut (DESIGN sections 5 and 7)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import tantivy

VERSION = 2  # in the folder's name: another schema is another folder, built anew
WORDS = "words"  # stemmed, for likeness and plain search
PLAIN = "plain"  # not stemmed, for fuzzy search: an edit distance between stems means nothing
LONGEST_WORD = 40
OPENING_WORDS = 80  # kept for telling rewrites of the same story
KEPT_LETTERS = 12_000  # of a body, for snippets; what stands behind them is found and not shown
STEMMERS: Mapping[str, str] = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "nb": "norwegian", "nn": "norwegian", "no": "norwegian",
    "pt": "portuguese", "ru": "russian", "sv": "swedish",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedStory:
    """
    A story as the index takes it, plain text throughout.

    `topics` are names from a vocabulary, `names` people, places and bodies that its text speaks of.
    """

    story_id: int
    section_id: int
    headline: str
    standfirst: str
    body: str
    published_at: datetime
    topics: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(part for part in (self.headline, self.standfirst, self.body) if part)

    @property
    def text_mark(self) -> str:
        return text_mark(self.headline, self.standfirst, self.body)


def text_mark(headline: str, standfirst: str, body: str) -> str:
    """A short text that is another one for other words: the press writes it too, of the words that it presses."""
    return hashlib.blake2b(f"{headline}\0{standfirst}\0{body}".encode(), digest_size=8).hexdigest()


def story_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("story_id", "section_id", "published_at"):
        builder.add_unsigned_field(name, stored=True, indexed=True, fast=True)
    for name in ("headline", "standfirst", "opening"):
        builder.add_text_field(name, stored=True, tokenizer_name=WORDS)
    builder.add_text_field(WORDS, tokenizer_name=WORDS)
    builder.add_text_field(PLAIN, tokenizer_name=PLAIN)
    for name in ("topics", "names"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("body", "text_mark"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def analyzers(language: str) -> dict[str, tantivy.TextAnalyzer]:
    """How text of that language is cut into words, by the name that the schema calls it."""
    stemmer = STEMMERS.get(language.split("-", maxsplit=1)[0].lower())
    words = _plain_builder()
    if stemmer is not None:
        words = words.filter(tantivy.Filter.stopword(stemmer)).filter(tantivy.Filter.stemmer(stemmer))
    # Folded after the stemmer, which knows its language's accents; a reader who leaves them out still finds the story.
    fold = tantivy.Filter.ascii_fold()
    return {WORDS: words.filter(fold).build(), PLAIN: _plain_builder().filter(fold).build()}


def document_of(story: IndexedStory) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("story_id", story.story_id)
    document.add_unsigned("section_id", story.section_id)
    document.add_unsigned("published_at", max(0, int(story.published_at.timestamp())))
    document.add_text("headline", story.headline)
    document.add_text("standfirst", story.standfirst)
    document.add_text("opening", " ".join(story.text.split()[:OPENING_WORDS]))
    document.add_text(WORDS, story.text)
    document.add_text(PLAIN, story.text)
    document.add_bytes("body", story.body[:KEPT_LETTERS].encode())
    document.add_bytes("text_mark", story.text_mark.encode())
    for name in dict.fromkeys(story.topics):
        document.add_text("topics", name)
    for name in dict.fromkeys(story.names):
        document.add_text("names", name)
    return document


def _plain_builder() -> tantivy.TextAnalyzerBuilder:
    filters = (tantivy.Filter.remove_long(LONGEST_WORD), tantivy.Filter.lowercase())
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in filters:
        builder = builder.filter(each)
    return builder
