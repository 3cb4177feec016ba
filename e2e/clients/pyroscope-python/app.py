"""The shop under Pyroscope's client, which pushes over Connect."""

import os

import pyroscope
from shop import serve_orders

pyroscope.configure(
    application_name=os.environ["APP"],
    server_address=os.environ["SERVER_ADDRESS"],
    tags={"region": "eu-west-1", "env": "staging", "version": "1.4.2"},
    basic_auth_username=os.environ.get("BASIC_USER", ""),
    basic_auth_password=os.environ.get("BASIC_PASSWORD", ""),
    tenant_id=os.environ.get("TENANT", ""),
    upload_interval=int(os.environ.get("PERIOD_SECONDS", "4")),
    mem_enabled=True,
)
with pyroscope.tag_wrapper({"endpoint": "/orders"}):
    serve_orders()
pyroscope.shutdown()
