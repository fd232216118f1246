"""Who is told of alarms outside the newsroom's screens."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from broadsheet.contracts.fetching import FetchError
from broadsheet.environment.mail import has_mail
from broadsheet.fetching.places import read_place
from broadsheet.wire.models import Alarm, AlarmRules
from broadsheet.wire.outbox import Errand, run_errand
from broadsheet.wire.telling import Ringing, webhook_secret
from broadsheet.wire.views.framing import FramedView
from broadsheet.wire.wording import told

MOST_ADDRESSES = 50


class AlarmRulesForm(forms.ModelForm):  # type: ignore[type-arg]
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Told of"), choices=Alarm.Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = AlarmRules
        fields = ["emails", "webhook", "kinds"]
        labels = {"emails": gettext_lazy("E-mail addresses"), "webhook": gettext_lazy("Webhook")}
        help_texts = {
            "emails": gettext_lazy("One a line. Several alarms at once come in one message."),
            "webhook": gettext_lazy(
                "Each alarm is posted here as JSON, signed. Such as https://pager.example.com/broadsheet"
            ),
        }
        widgets = {"emails": forms.Textarea(attrs={"rows": 4}), "webhook": forms.URLInput}

    def clean_emails(self) -> str:
        addresses = list(dict.fromkeys(self.cleaned_data["emails"].replace(",", " ").split()))
        if len(addresses) > MOST_ADDRESSES:
            said = _("Give at most %(most)d addresses; a mailing list counts as one.")
            raise ValidationError(said % {"most": MOST_ADDRESSES})
        for address in addresses:
            try:
                validate_email(address)
            except ValidationError as error:
                said = _("%(address)s is no e-mail address.") % {"address": repr(address)}
                raise ValidationError(said) from error
        return "\n".join(addresses)

    def clean_webhook(self) -> str:
        webhook: str = self.cleaned_data["webhook"].strip()
        try:
            return str(read_place(webhook)) if webhook else ""
        except FetchError as error:
            raise ValidationError(f"{error}.") from error


class AlarmRulesView(FramedView):
    template_name = "broadsheet_wire/alarm_rules.html"
    page_title = gettext_lazy("Who is told of alarms")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _demand_right(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AlarmRulesForm(request.POST, instance=_rules())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        form.instance.pk = 1
        form.save()
        messages.success(request, _("Saved. Open alarms of these kinds go out within a second or two."))
        return redirect("broadsheet_wire:alarm_rules")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rules = _rules()
        kwargs.setdefault("form", AlarmRulesForm(instance=rules))
        return super().get_context_data(
            **kwargs, rules=rules, secret=webhook_secret(rules.webhook_turn), has_mail=has_mail()
        )


@require_POST
def renew_secret(request: HttpRequest) -> HttpResponse:
    """Make the webhook's old secret worthless."""
    _demand_right(request)
    rules = _rules()
    rules.pk, rules.webhook_turn = 1, rules.webhook_turn + 1
    rules.save()
    messages.success(request, _("The webhook's messages are signed with a new secret from now on."))
    return redirect("broadsheet_wire:alarm_rules")


@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    """Send a message by all ways and say what became of it."""
    _demand_right(request)
    with translation.override(settings.LANGUAGE_CODE):  # as those that are no trial: nobody knows who reads them
        errand = _trial(request)
    outcomes = run_errand(errand)
    for outcome in outcomes:
        tell = messages.success if outcome.was_taken else messages.error
        said = {"way": outcome.way.label, "to": outcome.to, "said": told(outcome.said)}
        tell(request, _("%(way)s to %(to)s: %(said)s") % said)
    if not outcomes:
        messages.warning(request, _("There is nobody to tell yet: save an address or a webhook first."))
    return redirect("broadsheet_wire:alarm_rules")


def _trial(request: HttpRequest) -> Errand:
    rules = _rules()
    trial = Ringing(
        alarm=0,
        turn=1,
        kind="trial",
        label=_("Trial"),
        about=_("This is no alarm"),
        source="Broadsheet",
        text=_("%(person)s tries out whether alarms arrive.") % {"person": request.user},
        made_at=timezone.now(),
        address=request.build_absolute_uri("../../"),
    )
    return Errand(
        ringing=(trial,),
        emails=tuple(rules.addresses),
        webhook=rules.webhook,
        secret=webhook_secret(rules.webhook_turn),
    )


def _demand_right(request: HttpRequest) -> None:
    if not request.user.has_perm("broadsheet_wire.change_source"):
        raise PermissionDenied


def _rules() -> AlarmRules:
    """The row, or what stands where there is none yet: all kinds."""
    return AlarmRules.objects.filter(pk=1).first() or AlarmRules(kinds=list(Alarm.Kind.values))
