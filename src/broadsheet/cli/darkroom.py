"""`broadsheet darkroom`: the child process in which a Broadsheet process decodes pictures."""

import os
import sys

import click


@click.command("darkroom", hidden=True)
def darkroom() -> None:
    """Decode the pictures that arrive on standard input, until it ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed here is no answer
    from django.conf import settings

    settings.configure()  # Willow asks it for optimizers; no app is loaded, which would take seconds
    from broadsheet.media.serving import serve

    with answers:
        serve(sys.stdin.buffer, answers)
