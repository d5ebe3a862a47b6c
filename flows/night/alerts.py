"""What of a night needs somebody: its alerts, and the channels that the settings name."""

from flows.alerts import Alert, tell
from flows.alerts.channels import Channel, Mail, Webhook
from flows.night.record import Night
from flows.settings import Settings
from schemas.events import InputRefused

OF_A_NIGHT = ("input.refused", "input.failed", "claim.disagrees", "publication.overdue")
OF_FAILURE = ("night.failed",)


def tell_night(night: Night, settings: Settings) -> list[Alert]:
    """Tell what this night found and was not told before. A night that ended has not failed: that is forgotten."""
    return tell(alerts_of(night), OF_A_NIGHT + OF_FAILURE, settings.alerts, channels(settings))


def tell_failure(message: str, settings: Settings) -> list[Alert]:
    failed = Alert(
        kind="night.failed",
        about="nightly",
        what=f"{message} 夜间任务失败，已发布的快照照常可读。What is published stays readable.",
        next_step="Run `zhanbi run` by hand and mend what it names; `zhanbi status` shows what waits.",
    )
    return tell([failed], OF_FAILURE, settings.alerts, channels(settings))


def channels(settings: Settings) -> list[Channel]:
    found: list[Channel] = []
    if settings.smtp_host and settings.smtp_to:
        found.append(
            Mail(
                host=settings.smtp_host,
                port=settings.smtp_port,
                sender=settings.smtp_from,
                recipients=tuple(each.strip() for each in settings.smtp_to.split(",")),
                starttls=settings.smtp_starttls,
                user=settings.smtp_user,
                password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
            )
        )
    if settings.webhook_url:
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
        found.append(Webhook(url=settings.webhook_url.get_secret_value(), form=settings.webhook_form, secret=secret))
    return found


def alerts_of(night: Night) -> list[Alert]:
    """Everything that stands open at the end of the night, told before or not."""
    return [
        *(
            Alert(
                kind="input.refused",
                about=attempt.file_name,
                what=attempt.message.removeprefix(f"{attempt.file_name}: "),
                next_step="Mend the file or its .yml in the inbox, or take it away. 修正或移走收件箱中的文件。",
                event=InputRefused(file_name=attempt.file_name, reason=attempt.message),
            )
            for attempt in night.refused
        ),
        *(
            Alert(
                kind="input.failed",
                about=failure.split(": ")[0],
                what=failure,
                next_step="The next run tries it again; a file stays in the inbox until then. 下次运行重试；文件留在收件箱。",
            )
            for failure in night.failures
        ),
        *(
            Alert(
                kind="claim.disagrees",
                about=f"{claim.area} {claim.indicator_name} {claim.claim_id}",
                what=f"{claim.kind}: {claim.formula}; 公布 stated {claim.stated}, 应为 expected {claim.expected}.",
                next_step="Read the sentences in claim_audit; ask the publisher, or correct the figure with `zhanbi review`.",
                event=claim,
            )
            for claim in night.disagreements
        ),
        *(
            Alert(
                kind="publication.overdue",
                about=f"{late.source} {late.period_end}",
                what=f"{late.title}: 截至 {late.period_end} 的一期应于 {late.due_on} 前发布，尚未收到 was due by {late.due_on}.",
                next_step="Look whether it was published and put it into the inbox, or mend sources.yml.",
                event=late,
            )
            for late in night.overdue
        ),
    ]
