"""`broadsheet person …`: how people sign in, for when the newsroom's screens cannot be reached."""

from typing import TYPE_CHECKING

import click

from broadsheet.cli.founding import SiteGroup

if TYPE_CHECKING:
    from django.contrib.auth.models import Group

    from broadsheet.accounts.models import User


@click.group(cls=SiteGroup)
def person() -> None:
    """List people, give a password, take off a second factor, end sessions, ask a role for a second factor."""


@person.command("list")
def list_people() -> None:
    """Print everybody: user name, roles, and whether a second factor is set up."""
    from broadsheet.accounts.models import User
    from broadsheet.accounts.second_factors import has_second_factor

    for one in User.objects.order_by("username").prefetch_related("groups"):
        roles = ", ".join(group.name for group in one.groups.all()) or "no role"
        factor = "second factor" if has_second_factor(one) else "password alone"
        click.echo("\t".join((one.username, roles, factor, *(() if one.is_active else ("switched off",)))))


@person.command("reset-password")
@click.argument("name")
@click.password_option(help="The new password, ten characters at least; asked for where it is not given.")
def reset_password(name: str, password: str) -> None:
    """Give somebody another password; their sessions end. A second factor stays."""
    from broadsheet.accounts.actions import AccountsError, give_password

    try:
        give_password(_person(name), password=password)
    except AccountsError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} has another password.")


@person.command("remove-second-factor")
@click.argument("name")
@click.option("--reason", prompt="Why", help="Sent to them where mail is set, and kept in their history.")
def remove_second_factor(name: str, reason: str) -> None:
    """Take a lost second factor off somebody; their sessions end."""
    from broadsheet.accounts.mailing import wait_for_mail
    from broadsheet.accounts.second_factors import SecondFactorError, remove_second_factors

    try:
        remove_second_factors(_person(name), by=None, reason=reason)
    except SecondFactorError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} signs in with the password alone now.")
    wait_for_mail()


@person.command("end-sessions")
@click.argument("name")
def end_sessions(name: str) -> None:
    """Sign somebody out everywhere."""
    from broadsheet.accounts import sessions

    click.echo(f"{sessions.end_sessions(_person(name))} session(s) ended.")


@person.command("require-second-factor")
@click.argument("role")
@click.option("--no", "is_lifted", is_flag=True, help="No longer ask for one.")
def require_second_factor(*, role: str, is_lifted: bool) -> None:
    """Ask everybody of a role, such as Chiefs, for a second factor when signing in."""
    from broadsheet.accounts import second_factors

    second_factors.require_second_factor(_role(role), required=not is_lifted)
    click.echo(f"{role} {'need no second factor' if is_lifted else 'must give a second factor'}.")


def _person(name: str) -> "User":
    from broadsheet.accounts.models import User

    found = User.objects.filter(username=name).first()
    if found is None:
        raise click.ClickException(f"There is nobody with the user name {name!r}. `broadsheet person list` has all.")
    return found


def _role(name: str) -> "Group":
    from django.contrib.auth.models import Group

    found = Group.objects.filter(name=name).first()
    if found is None:
        known = ", ".join(Group.objects.order_by("name").values_list("name", flat=True))
        raise click.ClickException(f"There is no role {name!r}. Roles: {known}.")
    return found
