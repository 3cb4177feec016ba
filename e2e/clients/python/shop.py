"""A shop whose truth is known: of the CPU of one order hash_orders burns 60 %, render_invoice 30 %, score_fraud 10 %.

All three run the same loop, 6:3:1 turns. ``load_cart`` keeps the last 20 carts alive.
"""

import os
import time

# An order takes some 80 ms. Samplers are threads, which wait up to 5 ms for the interpreter's lock: they see the first
# milliseconds after each pause too seldom, so a pause must be rare.
TURNS = 100_000
KEPT_CARTS = 20
CART_ITEMS = 3000

_carts = []

# What the clock says that each of the three took so far: on a busy machine the truth is not quite 6:3:1.
took_ms = {"hash_orders": 0.0, "render_invoice": 0.0, "score_fraud": 0.0}


def hash_orders(units):
    state = 1
    for _ in range(units * TURNS):
        state = (state * 1664525 + 1013904223) & 0x7FFFFFFF
    return state


def render_invoice(units):
    state = 2
    for _ in range(units * TURNS):
        state = (state * 1664525 + 1013904223) & 0x7FFFFFFF
    return state


def score_fraud(units):
    state = 3
    for _ in range(units * TURNS):
        state = (state * 1664525 + 1013904223) & 0x7FFFFFFF
    return state


def load_cart():
    _carts.append([{"sku": "sku-%d" % item, "tags": [item] * 8} for item in range(CART_ITEMS)])
    if len(_carts) > KEPT_CARTS:
        _carts.pop(0)


def handle_order():
    start = time.perf_counter()
    hash_orders(6)
    hashed = time.perf_counter()
    render_invoice(3)
    rendered = time.perf_counter()
    score_fraud(1)
    took_ms["hash_orders"] += (hashed - start) * 1000
    took_ms["render_invoice"] += (rendered - hashed) * 1000
    took_ms["score_fraud"] += (time.perf_counter() - rendered) * 1000


def serve_orders(seconds=None):
    """Serves orders for a while, else for RUN_SECONDS."""
    if seconds is None:
        seconds = float(os.environ.get("RUN_SECONDS", "14"))
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        handle_order()
        load_cart()
        time.sleep(0.02)
