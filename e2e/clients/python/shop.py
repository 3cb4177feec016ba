"""A shop whose truth is known: of the CPU of one order hash_orders burns 60 %, render_invoice 30 %, score_fraud 10 %.

All three run the same loop, 6:3:1 turns. ``load_cart`` keeps the last 20 carts alive.
"""

import os
import time

TURNS = 12_000
KEPT_CARTS = 20
CART_ITEMS = 3000

_carts = []


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


def serve_orders():
    """Serves orders for RUN_SECONDS."""
    until = time.monotonic() + float(os.environ.get("RUN_SECONDS", "14"))
    while time.monotonic() < until:
        hash_orders(6)
        render_invoice(3)
        score_fraud(1)
        load_cart()
        time.sleep(0.02)
