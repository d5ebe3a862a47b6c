import base64
import email
import hashlib
import hmac
import logging
import urllib.parse
from email import policy

import pytest

from flows.alerts.channels import Mail, Message, NotSent, Webhook

MESSAGE = Message(title="2 条提醒", text="- **input.refused** 甲.txt\n  缺少元数据文件")


def mail(server, **changes) -> Mail:
    facts = {
        "host": "127.0.0.1",
        "port": server.port,
        "sender": "zhanbi@example.org",
        "recipients": ("a@example.org", "b@example.org"),
        "starttls": False,
        "user": "zhanbi",
        "password": "s3cret",
    }
    return Mail(**facts | changes)


def test_mail_arrives_with_title_and_text(mail_server):
    mail(mail_server)(MESSAGE)
    (envelope,) = mail_server.mails
    assert envelope.rcpt_tos == ["a@example.org", "b@example.org"]
    arrived = email.message_from_bytes(envelope.content, policy=policy.default)
    assert arrived["Subject"] == MESSAGE.title
    assert arrived.get_content().replace("\r\n", "\n").strip() == MESSAGE.text


@pytest.mark.parametrize("changes", [{"password": "wr0ng"}, {"starttls": True}, {"port": 1}])
def test_mail_that_cannot_be_sent_says_where_and_tells_no_secret(mail_server, changes):
    with pytest.raises(NotSent, match="ZHANBI_SMTP") as failure:
        mail(mail_server, **changes)(MESSAGE)
    assert mail_server.mails == []
    assert "s3cret" not in str(failure.value)
    assert "wr0ng" not in str(failure.value)


def test_mail_goes_encrypted_where_the_server_asks_for_it(encrypted_mail_server, certificates, monkeypatch, tmp_path):
    certificates.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))  # as the operator of a closed network sets it
    mail(encrypted_mail_server, starttls=True)(MESSAGE)
    assert len(encrypted_mail_server.mails) == 1
    with pytest.raises(NotSent):
        mail(encrypted_mail_server, starttls=False)(MESSAGE)
    assert len(encrypted_mail_server.mails) == 1


def test_a_certificate_that_nobody_vouches_for_gets_no_password(encrypted_mail_server):
    with pytest.raises(NotSent, match="SSLCertVerificationError"):
        mail(encrypted_mail_server, starttls=True)(MESSAGE)
    assert encrypted_mail_server.mails == []


def test_each_robot_gets_the_form_that_it_reads(robot):
    for form in ("dingtalk", "wecom", "text"):
        Webhook(url=robot.url, form=form)(MESSAGE)
    dingtalk, wecom, text = (body for _, body in robot.posted)
    assert dingtalk["msgtype"] == wecom["msgtype"] == "markdown"
    assert dingtalk["markdown"]["title"] == MESSAGE.title
    assert MESSAGE.text in dingtalk["markdown"]["text"]
    assert MESSAGE.text in wecom["markdown"]["content"]
    assert text == {"msgtype": "text", "text": {"content": f"{MESSAGE.title}\n{MESSAGE.text}"}}


def test_a_long_message_is_cut_at_a_line_to_what_wecom_takes(robot):
    long = Message(title="很多", text="\n".join(f"- 第{n}条提醒" for n in range(2000)))
    Webhook(url=robot.url, form="wecom")(long)
    content = robot.posted[0][1]["markdown"]["content"]
    assert len(content.encode()) <= 4096
    assert content.endswith("条提醒\n…")


def test_dingtalk_signs_with_its_secret(robot):
    Webhook(url=robot.url, form="dingtalk", secret="SECx")(MESSAGE)
    given = urllib.parse.parse_qs(urllib.parse.urlsplit(robot.posted[0][0]).query)
    signed = hmac.new(b"SECx", f"{given['timestamp'][0]}\nSECx".encode(), hashlib.sha256).digest()
    assert base64.b64decode(given["sign"][0]) == signed
    assert given["access_token"] == ["K3Y"]


@pytest.mark.parametrize("answer", [(500, {}), (200, {"errcode": 310000, "errmsg": "sign not match"}), (200, [])])
def test_a_robot_that_refuses_is_told_without_its_key(robot, answer, caplog):
    caplog.set_level(logging.DEBUG)
    robot.answer = answer
    with pytest.raises(NotSent, match=r"127\.0\.0\.1") as failure:
        Webhook(url=robot.url, form="dingtalk", secret="SECx")(MESSAGE)
    assert "K3Y" not in str(failure.value) + caplog.text
    assert "SECx" not in str(failure.value) + caplog.text


def test_a_robot_that_is_not_there():
    with pytest.raises(NotSent, match="ConnectError"):
        Webhook(url="http://127.0.0.1:1/?access_token=K3Y", form="text")(MESSAGE)
