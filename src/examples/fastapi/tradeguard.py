"""ASGI middleware that asks Tradeguard whether a request may go on. Take this one file along.

It works with FastAPI, Starlette and every other ASGI framework, on Python 3.9 or later, and needs
nothing but httpx. README.md beside it says how it behaves and what it promises.
"""

import asyncio
import collections
import dataclasses
import hashlib
import inspect
import ipaddress
import itertools
import json
import logging
import math
import random
import re
import time
import unicodedata

import httpx

log = logging.getLogger("tradeguard")

MAX_CHECKS = 100  # of one call; Tradeguard takes no more
MAX_COST = 1_000_000  # of one check
MAX_WAITING = 10_000  # questions of one category that wait for an answer
MAX_REMEMBERED = 60.0  # seconds; a longer refusal is asked about again, since admins can lift it
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0  # seconds between questions whether Tradeguard is back
TRIED_FOR_EVICTION = 8


@dataclasses.dataclass(frozen=True)
class Subject:
    """Whose requests are counted together.

    type: "user" (the id is Tradeguard's own, a number), "ip", or any [a-z][a-z0-9_]{0,31}
    id: any text; what Tradeguard would not take (unprintable, over 255 characters) is sent as its
        digest, so that no client can spoil a call that asks for others too
    """

    type: str
    id: str

    def __post_init__(self):
        if not re.fullmatch("[a-z][a-z0-9_]{0,31}", self.type):
            raise ValueError(f"A subject's type is [a-z][a-z0-9_]{{0,31}}, not {self.type!r}")
        if self.type == "user" and not re.fullmatch("0|[1-9][0-9]{0,17}", self.id):
            raise ValueError(
                "The id of a 'user' is Tradeguard's own number; "
                f"call users of yours something else, such as 'account': {self.id!r}"
            )
        if self.type == "ip":
            object.__setattr__(self, "id", _counted_address(self.id))
        elif not _is_printable(self.id):
            digest = hashlib.sha256(self.id.encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "id", "sha256:" + digest)


def _counted_address(text):
    """Returns an address as limits count it: IPv6 by its /64; unknown ones together."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return "0.0.0.0"
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), 64), strict=False).network_address)


def _is_printable(text):
    # By a Unicode so old that every Tradeguard knows its characters.
    category = unicodedata.ucd_3_2_0.category
    return 1 <= len(text) <= 255 and all(c == " " or category(c)[0] not in "CZ" for c in text)


NOBODY = Subject("ip", "0.0.0.0")  # to ask whether Tradeguard is back


@dataclasses.dataclass(frozen=True)
class Rule:
    """Which requests count how. The first rule that matches holds.

    path: as in a FastAPI route, "/backtests/{id}"; "{rest:path}" matches slashes too
    category: the rate limit; None lets the requests pass uncounted
    cost: how many requests one counts for
    methods: such as {"POST"}; None for all. The handshake of a WebSocket is a GET
    """

    path: str
    category: "str | None"
    cost: int = 1
    methods: "frozenset[str] | set[str] | None" = None

    def __post_init__(self):
        if not 1 <= self.cost <= MAX_COST:
            raise ValueError(f"A cost is 1 to {MAX_COST}, not {self.cost}")
        pattern = "".join(
            re.escape(part) if i % 2 == 0 else ".*" if part.endswith(":path}") else "[^/]+"
            for i, part in enumerate(re.split(r"(\{[^{}]*\})", self.path))
        )
        object.__setattr__(self, "_pattern", re.compile(pattern, re.DOTALL))

    def matches(self, method, path):
        wanted = self.methods is None or method in self.methods
        return wanted and self._pattern.fullmatch(path) is not None


@dataclasses.dataclass
class _Window:
    """What is known of one window, and what this process may still admit of it by itself."""

    name: str
    quota: int
    seconds: int
    remaining: int
    budget: int
    ends: float

    def policy(self, now):
        reset = max(1, math.ceil(self.ends - now))
        return self.name, self.quota, self.seconds, self.remaining, reset


@dataclasses.dataclass
class Decision:
    """The answer to one request; policies are (name, quota, seconds, remaining, reset)."""

    allowed: bool
    category: str
    cost: int
    retry_after: int
    policies: list

    def fields(self):
        """Returns the RateLimit fields (draft-ietf-httpapi-ratelimit-headers)."""
        if not self.policies:
            return []
        rules = ", ".join(f'"{name}";q={q};w={w}' for name, q, w, _, _ in self.policies)
        state = ", ".join(f'"{name}";r={r};t={t}' for name, _, _, r, t in self.policies)
        return [(b"ratelimit-policy", rules.encode()), (b"ratelimit", state.encode())]

    def refusal(self):
        """Returns status, headers and body of the answer to a refused request."""
        headers = [(b"content-type", b"application/problem+json"), (b"cache-control", b"no-store")]
        headers += [(b"retry-after", str(self.retry_after).encode()), *self.fields()]
        violated = [policy for policy in self.policies if policy[3] < self.cost]
        if not violated:  # Tradeguard cannot ask its Redis, and the category is closed then.
            problem = {
                "type": "about:blank",
                "title": "Service Unavailable",
                "status": 503,
                "detail": "Rate limits cannot be checked at the moment. Try again shortly.",
            }
        else:
            _, limit, period, _, _ = min(violated, key=lambda policy: (policy[3], -policy[4]))
            problem = {
                "type": "https://iana.org/assignments/http-problem-types#quota-exceeded",
                "title": "Too Many Requests",
                "status": 429,
                "detail": f"Rate limit exceeded. Retry in {self.retry_after} seconds.",
                "category": self.category,
                "limit": limit,
                "period": period,
                "violated-policies": [policy[0] for policy in violated],
            }
        body = json.dumps(problem).encode()
        return problem["status"], [*headers, (b"content-length", str(len(body)).encode())], body


class _State:
    """What this process knows of one subject in one category."""

    def __init__(self, windows):
        self.windows = windows
        self.refused_until = 0.0
        self.refused_cost = 0

    def ends(self):
        return max((window.ends for window in self.windows), default=0.0)

    def limits(self, now):
        """Whether forgetting it would free somebody who is limited."""
        spent = any(window.ends > now and window.budget == 0 for window in self.windows)
        return spent or self.refused_until > now


class LocalLimits:
    """One process's memory of a category: refusals, and limits while Tradeguard is away."""

    def __init__(self, category, processes, fallback, max_subjects):
        self.category = category
        self.processes = processes
        self.max_subjects = max_subjects
        limit, period = fallback
        self.policies = [(category, limit, period)]  # until Tradeguard has said what it is
        self.states = collections.OrderedDict()
        self.owing = {}  # what was admitted here and Tradeguard has not counted, by subject
        self.overflow = _State([])

    def share(self, amount):
        """Returns this process's part of what is left; of little, all get one."""
        return min(amount, max(1, amount // self.processes))

    def learn(self, subject, cost, verdict, now):
        """Remembers what Tradeguard answered, and returns it as a decision."""
        policies = [tuple(p[k] for k in ("name", "q", "w", "r", "t")) for p in verdict["policies"]]
        decision = Decision(
            verdict["allowed"], self.category, cost, verdict["retry_after"] or 0, policies
        )
        self.policies = [(name, q, w) for name, q, w, _, _ in policies]
        state = self._state(subject, now)
        if state is not self.overflow:
            owed = self.owing.get(subject, 0)
            state.windows = [
                _Window(name, q, w, r, max(0, self.share(r) - owed), now + t)
                for name, q, w, r, t in policies
            ]
            if not decision.allowed:
                state.refused_until = now + min(decision.retry_after, MAX_REMEMBERED)
                state.refused_cost = cost
        return decision

    def remembered(self, subject, cost, now):
        """Returns the refusal that still holds, or None."""
        state = self.states.get(subject)
        if state is None or state.refused_until <= now or cost < state.refused_cost:
            return None
        self.states.move_to_end(subject)
        policies = [window.policy(now) for window in state.windows]
        waits = [t for _, _, _, r, t in policies if r < cost]
        wait = max(waits, default=math.ceil(state.refused_until - now))
        return Decision(False, self.category, cost, wait, policies)

    def decide(self, subject, cost, now):
        """Decides alone, by this process's share of the limit; what is admitted is not yet owed."""
        state = self._state(subject, now)
        if not state.windows:
            state.windows = [_Window(name, q, w, 0, 0, now) for name, q, w in self.policies]
        if state.ends() <= now:
            self.owing.pop(subject, None)
        for window in state.windows:
            if window.ends <= now:
                window.ends = now + window.seconds
                window.budget = self.share(window.quota)
        short = [window for window in state.windows if window.budget < cost]
        if not short:
            for window in state.windows:
                window.budget -= cost
        for window in state.windows:
            window.remaining = window.budget
        policies = [window.policy(now) for window in state.windows]
        wait = max((window.policy(now)[4] for window in short), default=0)
        return Decision(not short, self.category, cost, wait, policies)

    def owe(self, subject, cost):
        if subject in self.states:
            self.owing[subject] = self.owing.get(subject, 0) + cost

    def debts(self, first, most, now):
        """Takes out what is owed, that of certain subjects first, as (subject, cost)."""
        debts = []
        for subject in [*first, *itertools.islice(self.owing, most)]:
            if len(debts) < most and subject in self.owing:
                cost = self.owing.pop(subject)
                if self.states[subject].ends() > now:  # Else its window is over.
                    debts.append((subject, min(cost, MAX_COST)))
        return debts

    def _state(self, subject, now):
        state = self.states.get(subject)
        if state is None:
            if len(self.states) >= self.max_subjects and not self._evict(now):
                return self.overflow
            state = self.states[subject] = _State([])
        self.states.move_to_end(subject)
        return state

    def _evict(self, now):
        for subject in list(itertools.islice(self.states, TRIED_FOR_EVICTION)):
            if subject not in self.owing and not self.states[subject].limits(now):
                del self.states[subject]
                return True
            self.states.move_to_end(subject)
        return False


class _Question:
    def __init__(self, subject, cost):
        self.subject = subject
        self.cost = cost
        self.answer = asyncio.get_running_loop().create_future()
        self.sent = False
        self.given_up = False
        self.admitted = False  # here, after the wait was over

    def resolve(self, decision):
        if not self.answer.done():
            self.answer.set_result(decision)


class _Unanswered(Exception):
    """Why Tradeguard gave no answer, and how many seconds it asked to be left alone."""

    def __init__(self, reason, pause=0.0):
        super().__init__(reason)
        self.pause = pause


class _Category:
    """Asks about one category, so that a mistake in one spoils no other. One call is out at a time,
    and what is asked meanwhile goes into the next."""

    def __init__(self, client, limits, timeout):
        self.client = client
        self.limits = limits
        self.timeout = timeout
        self.waiting = collections.deque()
        self.task = None
        self.away = False

    async def decide(self, subject, cost):
        remembered = self.limits.remembered(subject, cost, time.monotonic())
        if remembered is not None:
            return remembered
        if self.away or len(self.waiting) >= MAX_WAITING:
            return self._decide_alone(subject, cost)
        question = _Question(subject, cost)
        self.waiting.append(question)
        if self.task is None:
            self.task = asyncio.create_task(self._work())
        await asyncio.wait({question.answer}, timeout=self.timeout)
        if question.answer.done():
            return question.answer.result() or self._decide_alone(subject, cost)
        question.given_up = True
        decision = self.limits.decide(subject, cost, time.monotonic())
        if decision.allowed and question.sent:
            question.admitted = True  # It is owed only if the call fails.
        elif decision.allowed:
            self.limits.owe(subject, cost)
        return decision

    def _decide_alone(self, subject, cost):
        decision = self.limits.decide(subject, cost, time.monotonic())
        if decision.allowed:
            self.limits.owe(subject, cost)
        return decision

    async def _work(self):
        """Asks until nobody waits and nothing is owed, and Tradeguard is there."""
        pause = FIRST_PAUSE
        try:
            while True:
                questions = [] if self.away else self._next_questions()
                subjects = [question.subject for question in questions]
                debts = self.limits.debts(subjects, MAX_CHECKS - len(questions), time.monotonic())
                if not (questions or debts or self.away):
                    return
                try:
                    await self._ask(questions, debts)
                except _Unanswered as failure:
                    self._settle_unanswered(questions, debts)
                    if not self.away:
                        self.away = True
                        log.warning(
                            "No answer of Tradeguard for '%s', this process limits by itself: %s",
                            self.limits.category,
                            failure,
                        )
                    while self.waiting:
                        self.waiting.popleft().resolve(None)
                    await asyncio.sleep(max(pause, failure.pause) * random.uniform(1, 1.1))
                    pause = min(2 * pause, LONGEST_PAUSE)
                else:
                    pause = FIRST_PAUSE
                    if self.away:
                        self.away = False
                        log.warning("Tradeguard answers again for '%s'", self.limits.category)
        finally:
            self.task = None
            while self.waiting:
                self.waiting.popleft().resolve(None)

    def _next_questions(self):
        """Takes half a call's worth, so that there is room for what their subjects owe."""
        questions = []
        while self.waiting and len(questions) < MAX_CHECKS // 2:
            question = self.waiting.popleft()
            if not question.given_up:
                question.sent = True
                questions.append(question)
        return questions

    async def _ask(self, questions, debts):
        """Makes one call: debts before questions, so that each answer holds them."""
        checks = [self._check(subject, cost, "record") for subject, cost in debts]
        checks += [self._check(q.subject, q.cost, "consume") for q in questions]
        if not checks:
            checks = [self._check(NOBODY, 1, "check")]
        try:
            verdicts = await asyncio.wait_for(self._call(checks), self.timeout)
            now = time.monotonic()
            for question, verdict in zip(questions, verdicts[len(debts) :]):
                question.resolve(self.limits.learn(question.subject, question.cost, verdict, now))
        except (httpx.HTTPError, asyncio.TimeoutError, ValueError, KeyError, TypeError) as e:
            raise _Unanswered(f"{type(e).__name__} {e}") from e

    def _settle_unanswered(self, questions, debts):
        for subject, cost in debts:
            self.limits.owe(subject, cost)
        for question in questions:
            if question.admitted:
                self.limits.owe(question.subject, question.cost)
            question.resolve(None)

    def _check(self, subject, cost, mode):
        whose = {"type": subject.type, "id": subject.id}
        return {"subject": whose, "category": self.limits.category, "cost": cost, "mode": mode}

    async def _call(self, checks):
        answer = await self.client.post("api/admissions", json={"checks": checks})
        if answer.status_code != 200:
            pause = _seconds(answer.headers.get("retry-after"))
            raise _Unanswered(f"{answer.status_code} {answer.text[:500]}", pause)
        verdicts = answer.json()["decisions"]
        if len(verdicts) != len(checks):
            raise _Unanswered(f"{len(verdicts)} answers to {len(checks)} questions")
        return verdicts

    async def close(self):
        """Ends asking; what is owed is sent once more."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.wait({self.task})
        debts = self.limits.debts((), MAX_CHECKS, time.monotonic())
        if debts:
            try:
                await self._ask([], debts)
            except _Unanswered as failure:
                log.warning("Lost counts of '%s': %s", self.limits.category, failure)


def _seconds(text):
    return min(float(text), MAX_REMEMBERED) if text and text.isdecimal() else 0.0


def by_address(scope):
    """Counts every caller by address, in the category for strangers."""
    return None


def by_user(scope):
    """Counts users of an authentication middleware as type "account", strangers by address."""
    user = scope.get("user")
    if user is None or not getattr(user, "is_authenticated", False):
        return None
    return Subject("account", str(user.identity))


class TradeguardMiddleware:
    """Asks Tradeguard about every request before the app sees it.

    url, key: where Tradeguard is, with its context root, and an API key of role "service"
    rules: what counts how; what no rule matches counts 1 in default_category
    subject: returns whose request it is from the ASGI scope, or None for a stranger, who is counted
        by address in anonymous_category; may be async
    timeout: seconds that a request waits for Tradeguard at most
    processes: how many processes guard this app; while Tradeguard is away each admits its share
    fallback_limits: (limit, period in seconds) by category, for a process that starts while
        Tradeguard is away; else what Tradeguard said last
    max_subjects: how many subjects are remembered for each category
    verify: certificates that are believed of Tradeguard, as httpx takes them
    """

    def __init__(
        self,
        app,
        *,
        url,
        key,
        rules=(),
        subject=by_address,
        default_category="default",
        anonymous_category="anonymous",
        timeout=0.25,
        processes=1,
        fallback_limits=None,
        max_subjects=10_000,
        verify=True,
    ):
        if not key or not processes >= 1 or not timeout > 0:
            raise ValueError("Tradeguard needs a key, 1 or more processes, and a positive timeout")
        if httpx.URL(url).scheme not in ("http", "https"):
            raise ValueError(f"Tradeguard's url begins with http:// or https://, not {url!r}")
        self.app = app
        self.url = url
        self.key = key
        self.rules = [*rules, Rule("{any:path}", default_category)]
        self.subject = subject
        self.anonymous_category = anonymous_category
        self.timeout = timeout
        self.processes = processes
        self.fallback_limits = fallback_limits or {}
        self.max_subjects = max_subjects
        self.verify = verify
        self.loop = self.client = None
        self.categories = {}

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            try:
                await self.app(scope, receive, send)
            finally:
                await self.close()
        elif scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        else:
            decision = await self._decide(scope)
            if decision is None:
                await self.app(scope, receive, send)
            elif decision.allowed:
                await self.app(scope, receive, _with_fields(send, decision))
            elif scope["type"] == "http":
                await _refuse(send, "http.response", decision)
            else:
                await _refuse_websocket(scope, receive, send, decision)

    async def _decide(self, scope):
        rule = self._rule(scope)
        if rule.category is None:
            return None
        subject = self.subject(scope)
        if inspect.isawaitable(subject):
            subject = await subject
        if subject is not None:
            return await self._category(rule.category).decide(subject, rule.cost)
        stranger = Subject("ip", (scope.get("client") or ["unknown"])[0])
        return await self._category(self.anonymous_category).decide(stranger, rule.cost)

    def _rule(self, scope):
        path, root = scope["path"], scope.get("root_path", "")
        if root and path.startswith(root + "/"):
            path = path[len(root) :]
        method = scope.get("method", "GET")
        return next(rule for rule in self.rules if rule.matches(method, path))

    def _category(self, name):
        loop = asyncio.get_running_loop()
        if self.loop is not loop:  # Connections belong to one loop; servers have one a process.
            self.loop = loop
            self.client = httpx.AsyncClient(
                base_url=self.url,
                headers={"Authorization": f"Bearer {self.key}"},
                timeout=self.timeout,
                verify=self.verify,
                trust_env=False,
            )
            self.categories = {}
        if name not in self.categories:
            fallback = self.fallback_limits.get(name, (60, 60))
            limits = LocalLimits(name, self.processes, fallback, self.max_subjects)
            self.categories[name] = _Category(self.client, limits, self.timeout)
        return self.categories[name]

    async def close(self):
        """Ends the questions that are out and the connections."""
        for category in self.categories.values():
            await category.close()
        if self.client is not None:
            await self.client.aclose()
        self.loop = self.client = None
        self.categories = {}


def _with_fields(send, decision):
    """Adds the RateLimit fields to the app's own answer."""
    starts = ("http.response.start", "websocket.accept", "websocket.http.response.start")

    async def send_with_fields(message):
        if message["type"] in starts:
            message = {**message, "headers": [*message.get("headers", ()), *decision.fields()]}
        await send(message)

    return send_with_fields


async def _refuse(send, kind, decision):
    status, headers, body = decision.refusal()
    await send({"type": kind + ".start", "status": status, "headers": headers})
    await send({"type": kind + ".body", "body": body})


async def _refuse_websocket(scope, receive, send, decision):
    await receive()  # websocket.connect
    if "websocket.http.response" in (scope.get("extensions") or {}):
        await _refuse(send, "websocket.http.response", decision)
    else:
        await send({"type": "websocket.close", "code": 1013})  # Servers answer 403.
