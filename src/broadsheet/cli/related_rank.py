"""`broadsheet related_rank`: the site's engine over a corpus in a file, for a judge."""

from pathlib import Path

import click


@click.command(name="related_rank")
@click.option("--corpus", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--queries", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", default="en", show_default=True, help="Language of the corpus, for its stemmer.")
def related_rank(corpus: Path, queries: Path, language: str) -> None:
    """Print `query TAB story TAB score`, a hundred a query, each ranked among the stories of earlier days."""
    from broadsheet.related.offline import CorpusError, rank_corpus, read_corpus, read_queries

    try:
        for query, story, score in rank_corpus(read_corpus(corpus), read_queries(queries), language=language):
            click.echo(f"{query}\t{story}\t{score:.6f}")
    except (CorpusError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
