"""A service that Tradeguard guards: python3 -m uvicorn app:app --workers 3"""

import logging
import os

from fastapi import FastAPI

from tradeguard import Rule, Subject, TradeguardMiddleware

logging.basicConfig(format="%(process)d %(levelname)s %(name)s: %(message)s")

# Whatever your service knows its callers by; here tokens and names, "secret-1:alice,secret-2:bob".
ACCOUNTS = dict(pair.split(":", 1) for pair in os.environ["EXAMPLE_ACCOUNTS"].split(","))


def account(scope):
    """Counts known callers by their account and strangers by address."""
    authorization = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
    name = ACCOUNTS.get(authorization.removeprefix("Bearer "))
    return None if name is None else Subject("account", name)


app = FastAPI()
app.add_middleware(
    TradeguardMiddleware,
    url=os.environ["TRADEGUARD_URL"],
    key=os.environ["TRADEGUARD_KEY"],
    rules=[
        Rule("/health", category=None),
        Rule("/backtests", category="backtest", cost=1, methods={"POST"}),
        Rule("/sweeps/{size}", category="backtest", cost=10, methods={"POST"}),
    ],
    subject=account,
    timeout=float(os.environ.get("TRADEGUARD_TIMEOUT", "0.25")),
    processes=int(os.environ.get("WEB_CONCURRENCY", "1")),
    fallback_limits={"backtest": (5, 60), "anonymous": (30, 60)},
)


@app.get("/health")
async def health():
    return {"status": "up"}


@app.get("/quotes")
async def quotes():
    return {"AAPL": 549.03}


@app.post("/backtests")
async def backtest():
    return {"total_return": 0.064}


@app.post("/sweeps/{size}")
async def sweep(size: int):
    return {"backtests": size}
