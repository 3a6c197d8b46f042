"""What went wrong at an address of the web, and what to do about it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
import urllib3

from cs_nn.language import gettext as _
from cs_nn.language import lazy


class NotTheFile(ValueError):
    """What a server sent is not the file that was asked for; the message says what it is."""


PROXY_ADVICE = lazy(
    "The variables HTTPS_PROXY and HTTP_PROXY name the proxy (http://USER:PASSWORD@HOST:PORT): put them "
    "right, or unset them if this network needs none."
)
LOGIN_ADVICE = lazy("Open the address in a browser: if it wants a login, log in there and save the files by hand.")
CERTIFICATE_ADVICE = lazy(
    "Is the date of this computer right? If a proxy or a virus scanner reads the traffic, set "
    "REQUESTS_CA_BUNDLE to the file with its certificate; who runs the network has it."
)
OFFLINE_ADVICE = lazy("Is this computer connected to the internet, and the address right?")


def explain(error: Exception, url: str) -> tuple[str, str]:
    """What went wrong at an address, and what to do about it (may be empty)."""
    causes = list(_causes(error))
    response = getattr(error, "response", None)
    status = response.status_code if response is not None else None
    no_name = any(isinstance(cause, socket.gaierror) for cause in causes)
    answers = [str(cause).partition("Tunnel connection failed: ")[2] for cause in causes if isinstance(cause, OSError)]
    answer = next((text for text in answers[::-1] if text), "")  # of a proxy that was asked for an https address
    if status == 407 or answer.startswith("407"):
        return _("the proxy {proxy} wants a user name and a password (407)").format(proxy=_proxy(url)), PROXY_ADVICE
    if isinstance(error, (requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL)):
        if answer:
            said = _("no connection: the proxy {proxy} refuses this ({answer})")
        elif no_name:
            said = _("no connection: the proxy {proxy} is not found")
        else:
            said = _("no connection: the proxy {proxy} does not answer")
        return said.format(proxy=_proxy(url), answer=answer), PROXY_ADVICE
    if isinstance(error, requests.exceptions.InvalidSchema) and _proxy(url):
        return _("no connection: the proxy {proxy} can't be used ({error})").format(
            proxy=_proxy(url), error=error
        ), PROXY_ADVICE
    if status is not None and isinstance(error, requests.HTTPError):
        advice = LOGIN_ADVICE if status in (401, 403) else ""
        return _("the server answers {status} {reason}").format(status=status, reason=response.reason), advice
    certificate = next((cause for cause in causes if isinstance(cause, ssl.SSLCertVerificationError)), None)
    if certificate is not None:
        return _("the server's certificate can't be verified ({why})").format(
            why=certificate.verify_message
        ), CERTIFICATE_ADVICE
    if isinstance(error, requests.exceptions.SSLError):
        return _("no encrypted connection: the server does not speak https here"), CERTIFICATE_ADVICE
    if isinstance(error, requests.Timeout):
        return _("no answer in time"), ""
    if isinstance(error, requests.TooManyRedirects):
        return _("it leads from page to page without end"), LOGIN_ADVICE
    if isinstance(error, NotTheFile):
        return str(error), LOGIN_ADVICE
    if isinstance(error, requests.exceptions.InvalidURL):
        return _("this is no address ({error})").format(error=error), ""
    if no_name:
        return _("no connection: the name {hostname} is not found").format(
            hostname=urlsplit(url).hostname
        ), OFFLINE_ADVICE
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return _("no connection: nobody answers there"), OFFLINE_ADVICE
    if isinstance(error, (requests.RequestException, urllib3.exceptions.HTTPError)):
        return _("no connection, or it broke off"), ""
    return _("what came was damaged (wrong checksum) and is deleted"), ""


def _causes(error) -> Iterator[BaseException]:
    """An exception and those in it: libraries wrap them in one another."""
    todo, seen = [error], set()
    while todo:
        error = todo.pop(0)
        if isinstance(error, BaseException) and id(error) not in seen:
            seen.add(id(error))
            yield error
            todo += [*error.args, getattr(error, "reason", None), error.__cause__, error.__context__]


def _proxy(url):
    """The proxy that is used for an address, without a password."""
    proxy = requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url)) or ""
    return proxy.rpartition("@")[2].rpartition("//")[2].rstrip("/")
