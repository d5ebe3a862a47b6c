from tests.alerts.servers import certificates, encrypted_mail_server, mail_server, robot  # noqa: F401  fixtures
