"""Moves this deployment's Flexible IPs for the servers that ask, with an API key that only this service holds."""

import os
import signal
import sys

from attachments import Attachments
from configuration import Configuration
from scaleway import Scaleway, proxy_in_use
from service import Service, log


def main():
    try:
        configuration = Configuration(os.environ["CREDENTIALS_DIRECTORY"])
        api = Scaleway(configuration.secret_keys, configuration.zone)
        service = Service(configuration, Attachments(api, configuration.project_id, configuration.server_ids))
    except (KeyError, OSError, ValueError) as error:
        log(f"cannot start: {type(error).__name__}: {error}")
        return 1
    # At once, also in the middle of a wish: whoever asked asks again, and every wish may be repeated.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    address, port = service.server_address[:2]
    log(
        f"listening on {address}:{port} for {len(configuration.nodes)} servers and"
        f" {len(configuration.flexible_ips)} Flexible IPs, {'through a proxy' if proxy_in_use() else 'without a proxy'}"
    )
    service.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
