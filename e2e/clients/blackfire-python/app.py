"""The shop under Blackfire's continuous profiler; BLACKFIRE_AGENT_SOCKET says where uploads go."""

import os

from blackfire_conprof.profiler import Profiler

from shop import serve_orders

profiler = Profiler(
    application_name=os.environ["APP_NAME"],
    period=int(os.environ.get("PERIOD_SECONDS", "4")),
    labels={"region": "eu-west-1", "tier": "web"},
)
profiler.start()
serve_orders()
profiler.stop()
