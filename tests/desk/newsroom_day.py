"""What people of the small paper do to stories, as far as several tests of the desk do it."""

from typing import Any

from django.test import Client
from django.utils import timezone
from wagtail.models import Comment, CommentReply

from broadsheet.accounts.models import User
from broadsheet.stories.actions import draft_story
from broadsheet.stories.models import StoryPage
from wire.newsroom import Paper


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_for(person: User, address: str) -> str:
    answer = client_of(person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def written(paper: Paper, headline: str = "Ferry returns", *, owner: User | None = None, **words: Any) -> StoryPage:
    return draft_story(
        paper.europe,
        headline=headline,
        body_html="<p>Rain.</p>",
        owner=owner or paper.reporter,
        now=timezone.now(),
        **words,
    )


def submit(story: StoryPage, *, by: User) -> None:
    story.get_workflow().start(story, by)


def ask_for_changes(story: StoryPage, *, by: User, comment: str) -> None:
    state = story.current_workflow_task_state
    state.task.specific.on_action(state, by, "reject", comment=comment)


def approve(story: StoryPage, *, by: User, comment: str = "") -> None:
    state = story.current_workflow_task_state
    state.task.specific.on_action(state, by, "approve", comment=comment)


def comment_on(story: StoryPage, *, by: User, text: str) -> Comment:
    comment = Comment.objects.create(page=story, user=by, text=text, contentpath="title")
    comment.log_create(user=by)
    return comment


def reply_to(comment: Comment, *, by: User, text: str) -> None:
    CommentReply.objects.create(comment=comment, user=by, text=text).log_create(user=by)
