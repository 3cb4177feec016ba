"""Started under ``ddtrace-run``, which brings the profiler: nothing here knows of it."""

from shop import serve_orders

serve_orders()
