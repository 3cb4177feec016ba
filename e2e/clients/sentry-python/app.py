"""The shop under sentry-sdk. DSN, release and environment are the SDK's own variables.

MODE: ``v1`` (a profile per transaction), ``trace`` (a chunk per root span), ``manual``.
"""

import json
import os
import time

import sentry_sdk

from shop import load_cart, serve_orders, took_ms

MODE = os.environ.get("MODE", "trace")
SECONDS = float(os.environ.get("RUN_SECONDS", "10"))
told = {"tookMs": took_ms, "spans": [], "transactions": []}


def note_transaction(event, _hint):
    told["transactions"].append(event["event_id"])
    return event


if MODE == "v1":
    options = {"profiles_sample_rate": 1.0}
else:
    options = {"profile_session_sample_rate": 1.0, "profile_lifecycle": MODE}
# With the module brotli at hand, as here, the SDK compresses with it; else with gzip.
if "COMPRESSION" in os.environ:
    options["_experiments"] = {"transport_compression_algo": os.environ["COMPRESSION"]}
sentry_sdk.init(debug=True, traces_sample_rate=1.0, before_send_transaction=note_transaction, **options)

if MODE == "manual":
    sentry_sdk.profiler.start_profiler()
for name in ("GET /orders", "POST /orders"):
    with sentry_sdk.start_transaction(name=name, op="http.server") as transaction:
        told["spans"].append({"name": name, "traceId": transaction.trace_id, "spanId": transaction.span_id})
        with sentry_sdk.start_span(op="function", name="load cart"):
            load_cart()
        serve_orders(SECONDS / 2)
if MODE == "manual":
    sentry_sdk.profiler.stop_profiler()
# The profiler's thread sends the rest after the last transaction ended.
time.sleep(1)
sentry_sdk.flush(10)
print("TOLD " + json.dumps(told), flush=True)
