"""Ask one address as a polite visitor: what robots.txt allows, HEAD first, few redirects."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from contracts.editing.link_checks.transport import (
    MALFORMED,
    NoAnswer,
    NotAsked,
    Reply,
    Transport,
    user_agent,
)
from contracts.models.upkeep.link import LinkState

MOST_REDIRECTS = 5
BETWEEN_REQUESTS = 1.0  # seconds, to one host
LONGEST_DELAY = 20.0  # a site that asks for more between two requests is not asked

# They tell nothing of the page: a person may open it all the same.
_UNTOLD = {401, 402, 403, 406, 407, 429, 451, 999}
# HEAD is not known everywhere: GET says.
_HEAD_IS_REFUSED = {400, 403, 404, 405, 406, 410, 500, 501, 503}


@dataclass(frozen=True)
class Answer:
    """What an address answered. `words` are for the report; `retry_after` in seconds, when the site
    says it."""

    state: LinkState
    words: str
    retry_after: int = 0


@dataclass
class Visitor:
    """For one turn of the clock: the rules of each host are read once. `pause` in seconds."""

    transport: Transport = field(default_factory=Transport)
    pause: float = BETWEEN_REQUESTS
    _rules: dict[str, RobotFileParser | None] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def ask(self, address: str) -> Answer:
        try:
            return self._follow(address)
        except NotAsked as refused:
            return Answer(LinkState.UNTOLD, str(refused))
        except ValueError:  # of what cuts addresses into parts
            return Answer(LinkState.UNTOLD, MALFORMED)
        except NoAnswer as error:
            return Answer(LinkState.FAILING, str(error))

    def _follow(self, address: str) -> Answer:
        for _ in range(MOST_REDIRECTS + 1):
            if told := self._forbidden(address):
                return Answer(LinkState.UNTOLD, told)
            reply = self._asked_of(address)
            location = reply.headers.get("Location")
            if reply.status not in {301, 302, 303, 307, 308} or not location:
                return _read(reply)
            address = urljoin(address, location)
        return Answer(LinkState.FAILING, "trop de redirections")

    def _asked_of(self, address: str) -> Reply:
        reply = self._request("HEAD", address)
        if reply.status in _HEAD_IS_REFUSED:
            return self._request("GET", address)
        return reply

    def _request(self, method: str, address: str, *, wants_body: bool = False) -> Reply:
        host = urlsplit(address).netloc
        rules = self._rules.get(host)
        delay = max(self.pause, float((rules and rules.crawl_delay(user_agent())) or 0))
        waited = time.monotonic() - self._asked.get(host, -delay)
        time.sleep(max(0.0, min(delay, LONGEST_DELAY) - waited))
        try:
            return self.transport.ask(method, address, wants_body=wants_body)
        finally:
            self._asked[host] = time.monotonic()

    def _forbidden(self, address: str) -> str:
        """Why the host does not want to be asked this; nothing when it may be."""
        split = urlsplit(address)
        if split.netloc not in self._rules:
            self._rules[split.netloc] = self._read_rules(f"{split.scheme}://{split.netloc}")
        rules = self._rules[split.netloc]
        if rules is None:
            return ""
        if not rules.can_fetch(user_agent(), address):
            return "robots.txt ne le permet pas"
        if float(rules.crawl_delay(user_agent()) or 0) > LONGEST_DELAY:
            return "robots.txt demande trop d’attente"
        return ""

    def _read_rules(self, site: str) -> RobotFileParser | None:
        """None where there are none. A robots.txt that fails forbids all until the next time."""
        address = f"{site}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            reply = self._request("GET", address, wants_body=True)
            location = reply.headers.get("Location")
            if not (300 <= reply.status < 400 and location):
                break
            address = urljoin(address, location)
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NoAnswer(f"robots.txt répond {reply.status}")
        if reply.status != HTTPStatus.OK:
            return None
        rules = RobotFileParser()
        rules.parse(reply.body.decode("utf-8", "replace").splitlines())
        return rules


def _read(reply: Reply) -> Answer:
    words = f"code {reply.status}"
    if reply.status < 300:
        return Answer(LinkState.REACHED, words)
    if reply.status in _UNTOLD:
        after = reply.headers.get("Retry-After", "")
        return Answer(LinkState.UNTOLD, words, int(after) if after.isdecimal() else 0)
    return Answer(LinkState.FAILING, words)
