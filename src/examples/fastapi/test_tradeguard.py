"""Unit tests: python3 -m unittest. FastApiIT runs them, and the app beside the real Tradeguard."""

import asyncio
import json
import logging
import time
import types
import unittest

from tradeguard import Decision, LocalLimits, Rule, Subject, TradeguardMiddleware, by_user

logging.getLogger("tradeguard").setLevel(logging.CRITICAL)
ALICE = Subject("account", "alice")


def verdict(allowed=True, remaining=4, retry_after=None, reset=60, limit=5):
    policy = {"name": "backtest", "q": limit, "w": 60, "r": remaining, "t": reset}
    return {"allowed": allowed, "retry_after": retry_after, "policies": [policy]}


class SubjectTest(unittest.TestCase):
    def test_an_address_is_counted_as_tradeguard_counts_it(self):
        for text, counted in {
            "203.0.113.7": "203.0.113.7",
            "2001:db8:0:1:aaaa::1": "2001:db8:0:1::",
            "::ffff:203.0.113.7": "203.0.113.7",
            "fe80::1%eth0": "fe80::",
            "/run/app.sock": "0.0.0.0",
        }.items():
            self.assertEqual(Subject("ip", text).id, counted)

    def test_what_tradeguard_would_not_take_is_sent_as_its_digest(self):
        for text in ["", "a" * 256, "line\nbreak", "\u202eevil", "\ud800", "new in 15: \U0001fae8"]:
            self.assertRegex(Subject("org", text).id, "^sha256:[0-9a-f]{64}$")
        self.assertEqual(Subject("org", "Zoë, 東京").id, "Zoë, 東京")

    def test_a_user_is_a_number_of_tradeguards(self):
        self.assertEqual(Subject("user", "123").id, "123")
        for kind, text in [("user", "alice"), ("user", "007"), ("Org", "x"), ("", "x")]:
            with self.assertRaises(ValueError):
                Subject(kind, text)


    def test_users_of_an_authentication_middleware_are_accounts(self):
        user = types.SimpleNamespace(is_authenticated=True, identity=17)
        self.assertEqual(by_user({"user": user}), Subject("account", "17"))
        user.is_authenticated = False
        self.assertIsNone(by_user({"user": user}))
        self.assertIsNone(by_user({}))


class RuleTest(unittest.TestCase):
    def test_paths_are_spelt_as_in_routes(self):
        rule = Rule("/a.b/{id}/runs", "backtest", methods={"POST"})
        self.assertTrue(rule.matches("POST", "/a.b/17/runs"))
        for method, path in [
            ("GET", "/a.b/17/runs"),
            ("POST", "/axb/17/runs"),
            ("POST", "/a.b/1/7/runs"),
            ("POST", "/a.b/17/runs/"),
            ("POST", "//a.b/17/runs"),
        ]:
            self.assertFalse(rule.matches(method, path))
        self.assertTrue(Rule("/files/{rest:path}", None).matches("GET", "/files/a/b\n"))

    def test_what_no_rule_knows_is_counted_all_the_same(self):
        guard = TradeguardMiddleware(None, url="http://x", key="k", rules=[Rule("/free", None)])
        for path in ["//free", "/free/", "/FREE", "/free;x"]:
            self.assertEqual(guard._rule({"path": path}).category, "default")
        self.assertIsNone(guard._rule({"path": "/free"}).category)
        self.assertIsNone(guard._rule({"path": "/v1/free", "root_path": "/v1"}).category)


class LocalLimitsTest(unittest.TestCase):
    def limits(self, processes=1, limit=5, max_subjects=10_000):
        return LocalLimits("backtest", processes, (limit, 60), max_subjects)

    def admitted(self, limits, subject, now, asked=100, cost=1):
        return sum(limits.decide(subject, cost, now).allowed for _ in range(asked))

    def test_a_refusal_is_remembered_until_it_ends(self):
        limits = self.limits()
        limits.learn(ALICE, 1, verdict(False, 0, 20, 20), 100.0)
        decision = limits.remembered(ALICE, 1, 110.5)
        self.assertEqual(decision.retry_after, 10)
        self.assertEqual(decision.policies, [("backtest", 5, 60, 0, 10)])
        self.assertIsNone(limits.remembered(ALICE, 1, 120.0))

    def test_a_refusal_of_much_refuses_no_less(self):
        limits = self.limits()
        limits.learn(ALICE, 3, verdict(False, 2, 20, 20), 100.0)
        self.assertIsNone(limits.remembered(ALICE, 2, 101.0))
        self.assertIsNotNone(limits.remembered(ALICE, 4, 101.0))

    def test_a_long_refusal_is_asked_about_again(self):
        limits = self.limits()
        limits.learn(ALICE, 1, verdict(False, 0, 3600, 3600), 100.0)
        self.assertEqual(limits.remembered(ALICE, 1, 159.0).retry_after, 3541)
        self.assertIsNone(limits.remembered(ALICE, 1, 160.0))

    def test_alone_it_goes_on_from_what_it_last_knew(self):
        limits = self.limits()
        limits.learn(ALICE, 1, verdict(remaining=3, reset=20), 100.0)
        self.assertEqual(self.admitted(limits, ALICE, 110.0), 3)
        refused = limits.decide(ALICE, 1, 110.0)
        self.assertEqual((refused.retry_after, refused.policies[0][4]), (10, 10))
        self.assertEqual(self.admitted(limits, ALICE, 120.0), 5)

    def test_all_processes_together_keep_to_the_limit(self):
        for limit, processes in [(50, 3), (5, 5), (2, 3), (1, 8)]:
            each = self.admitted(self.limits(processes, limit), ALICE, 0.0)
            self.assertGreaterEqual(each, 1)
            self.assertLessEqual(each * processes, max(limit, processes))

    def test_every_window_holds_alone(self):
        limits = self.limits()
        two = verdict()
        two["policies"].append({"name": "backtest-86400", "q": 7, "w": 86_400, "r": 6, "t": 9000})
        limits.learn(ALICE, 1, two, 0.0)
        self.assertEqual(self.admitted(limits, ALICE, 1.0), 4)
        self.assertEqual(self.admitted(limits, ALICE, 61.0), 2)
        refused = limits.decide(ALICE, 1, 61.0)
        self.assertEqual(refused.retry_after, 8939)

    def test_limits_switched_off_are_off_alone_too(self):
        limits = self.limits()
        limits.learn(ALICE, 1, {"allowed": True, "retry_after": None, "policies": []}, 0.0)
        self.assertEqual(self.admitted(limits, ALICE, 1.0), 100)

    def test_what_is_owed_is_told_once_and_in_its_window_only(self):
        limits = self.limits()
        bob = Subject("account", "bob")
        for subject in [ALICE, bob]:
            limits.decide(subject, 2, 0.0)
            limits.owe(subject, 2)
        self.assertEqual(limits.debts([bob], 1, 30.0), [(bob, 2)])
        self.assertEqual(limits.debts([bob], 9, 30.0), [(ALICE, 2)])
        self.assertEqual(limits.debts([], 9, 30.0), [])
        limits.owe(ALICE, 2)
        self.assertEqual(limits.debts([], 9, 61.0), [])

    def test_memory_is_bounded_and_frees_nobody(self):
        limits = self.limits(max_subjects=100)
        self.assertEqual(self.admitted(limits, ALICE, 0.0), 5)
        for i in range(1000):
            limits.decide(Subject("account", f"passer-by {i}"), 1, 0.0)
        self.assertEqual(len(limits.states), 100)
        self.assertEqual(self.admitted(limits, ALICE, 0.0), 0)

    def test_when_all_are_blocked_newcomers_share_one_limit(self):
        limits = self.limits(max_subjects=10)
        for i in range(10):
            self.admitted(limits, Subject("account", f"blocked {i}"), 0.0)
        newcomers = [Subject("account", f"new {i}") for i in range(100)]
        self.assertEqual(sum(self.admitted(limits, who, 0.0, 1) for who in newcomers), 5)


class DecisionTest(unittest.TestCase):
    def test_the_fields_are_those_of_tradeguard(self):
        decision = Decision(True, "backtest", 1, 0, [("backtest", 5, 60, 4, 59)])
        self.assertEqual(
            decision.fields(),
            [(b"ratelimit-policy", b'"backtest";q=5;w=60'), (b"ratelimit", b'"backtest";r=4;t=59')],
        )

    def test_a_refusal_names_what_was_broken(self):
        policies = [("backtest-60", 5, 60, 3, 9), ("backtest-86400", 90, 86_400, 0, 700)]
        status, headers, body = Decision(False, "backtest", 1, 700, policies).refusal()
        problem = json.loads(body)
        self.assertEqual((status, dict(headers)[b"retry-after"]), (429, b"700"))
        self.assertEqual(problem["violated-policies"], ["backtest-86400"])
        self.assertEqual((problem["limit"], problem["period"]), (90, 86_400))

    def test_a_closed_category_is_503(self):
        status, _, _ = Decision(False, "backtest", 1, 1, [("backtest", 5, 60, 5, 60)]).refusal()
        self.assertEqual(status, 503)


class AnsweringServer:
    """A server on a socket that answers as told, in the place of Tradeguard."""

    def __init__(self, answer):
        self.answer = answer
        self.calls = []

    async def __aenter__(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = "http://127.0.0.1:%d" % self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()

    async def _serve(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                length = int(head.split("content-length: ")[1].split("\r\n")[0])
                checks = json.loads(await reader.readexactly(length))["checks"]
                self.calls.append(checks)
                status, body = await self.answer(checks)
                writer.write(
                    f"HTTP/1.1 {status} x\r\ncontent-length: {len(body)}\r\n\r\n{body}".encode()
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def admit_all(checks):
    return 200, json.dumps({"decisions": [verdict(remaining=1000, limit=1000) for _ in checks]})


async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


async def ask(guard, kind="http"):
    """Returns what the guarded app sends."""
    sent = []

    async def receive():
        return {"type": kind + ".connect"}

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "path": "/", "headers": [], "client": ("192.0.2.1", 9)}
    await guard(scope, receive, send)
    return sent


def guarded(url, **settings):
    return TradeguardMiddleware(app, url=url, key="k", subject=lambda scope: ALICE, **settings)


class AskingTest(unittest.IsolatedAsyncioTestCase):
    async def test_what_is_asked_at_once_is_one_call(self):
        async with AnsweringServer(admit_all) as server:
            guard = guarded(server.url, timeout=60)
            answers = await asyncio.gather(*(ask(guard) for _ in range(101)))
            await guard.close()
        self.assertEqual({answer[0]["status"] for answer in answers}, {200})
        self.assertEqual([len(call) for call in server.calls], [50, 50, 1])
        self.assertEqual(
            server.calls[0][0],
            {
                "subject": {"type": "account", "id": "alice"},
                "category": "default",
                "cost": 1,
                "mode": "consume",
            },
        )

    async def test_nonsense_for_an_answer_lets_it_decide_alone(self):
        for status, body in [
            (200, "not JSON"),
            (200, "[]"),
            (200, '{"decisions":[]}'),
            (200, '{"decisions":[{"allowed":true}]}'),
            (200, '{"decisions":["x"]}'),
            (401, "{}"),
            (422, "{}"),
            (429, "{}"),
            (500, ""),
        ]:

            async def answer(checks, status=status, body=body):
                return status, body

            async with AnsweringServer(answer) as server:
                guard = guarded(server.url, timeout=60, fallback_limits={"default": (3, 3600)})
                statuses = [(await ask(guard))[0]["status"] for _ in range(5)]
                await guard.close()
            self.assertEqual(statuses, [200, 200, 200, 429, 429], body)

    async def test_a_server_that_never_answers_holds_nobody(self):
        async def never(checks):
            await asyncio.Event().wait()

        async with AnsweringServer(never) as server:
            guard = guarded(server.url, timeout=0.1, fallback_limits={"default": (3, 3600)})
            answers = await asyncio.gather(*(ask(guard) for _ in range(200)))
            await guard.close()
        self.assertEqual(sum(answer[0]["status"] == 200 for answer in answers), 3)

    async def test_what_was_admitted_alone_is_told_before_the_next_question(self):
        async with AnsweringServer(admit_all) as server:
            guard = guarded(server.url, timeout=60)
            category = guard._category("default")
            category.limits.decide(ALICE, 1, time.monotonic())
            category.limits.owe(ALICE, 7)
            await ask(guard)
            await guard.close()
        self.assertEqual(
            [(check["mode"], check["cost"]) for check in server.calls[0]],
            [("record", 7), ("consume", 1)],
        )

    async def test_what_is_owed_at_the_end_is_told(self):
        async with AnsweringServer(admit_all) as server:
            guard = guarded(server.url, timeout=60)
            limits = guard._category("default").limits
            limits.decide(ALICE, 1, time.monotonic())
            limits.owe(ALICE, 1)

            async def no_lifespan(scope, receive, send):
                pass

            guard.app = no_lifespan
            await guard({"type": "lifespan"}, None, None)
        self.assertEqual([check["mode"] for check in server.calls[0]], ["record"])

    async def test_a_refused_handshake_is_closed(self):
        async def refuse(checks):
            return 200, json.dumps({"decisions": [verdict(False, 0, 9, 9)]})

        async with AnsweringServer(refuse) as server:
            guard = guarded(server.url, timeout=60)
            sent = await ask(guard, "websocket")
            await guard.close()
        self.assertEqual(sent, [{"type": "websocket.close", "code": 1013}])

    async def test_an_exempt_path_is_not_asked_about(self):
        async with AnsweringServer(admit_all) as server:
            guard = guarded(server.url, rules=[Rule("/", None)])
            await ask(guard)
            await guard.close()
        self.assertEqual(server.calls, [])


if __name__ == "__main__":
    unittest.main()
