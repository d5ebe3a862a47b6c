from tests.alerts.servers import mail_server, robot  # noqa: F401  fixtures
