"""What went wrong at an address of the web, and what to do about it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
import urllib3


class NotTheFile(ValueError):
    """What a server sent is not the file that was asked for; the message says what it is."""


PROXY_ADVICE = (
    "The variables HTTPS_PROXY and HTTP_PROXY name the proxy (http://USER:PASSWORD@HOST:PORT): put them right, or "
    "unset them if this network needs none."
)
LOGIN_ADVICE = "Open the address in a browser: if it wants a login, log in there and save the files by hand."
CERTIFICATE_ADVICE = (
    "Is the date of this computer right? If a proxy or a virus scanner reads the traffic, set REQUESTS_CA_BUNDLE to "
    "the file with its certificate; who runs the network has it."
)
OFFLINE_ADVICE = "Is this computer connected to the internet, and the address right?"


def explain(error: Exception, url: str) -> tuple[str, str]:
    """What went wrong at an address, and what to do about it (may be empty)."""
    causes = list(_causes(error))
    response = getattr(error, "response", None)
    status = response.status_code if response is not None else None
    no_name = any(isinstance(cause, socket.gaierror) for cause in causes)
    answers = [str(cause).partition("Tunnel connection failed: ")[2] for cause in causes if isinstance(cause, OSError)]
    answer = next((text for text in answers[::-1] if text), "")  # of a proxy that was asked for an https address
    if status == 407 or answer.startswith("407"):
        return f"the proxy {_proxy(url)} wants a user name and a password (407)", PROXY_ADVICE
    if isinstance(error, (requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL)):
        why = f"refuses this ({answer})" if answer else "is not found" if no_name else "does not answer"
        return f"no connection: the proxy {_proxy(url)} {why}", PROXY_ADVICE
    if isinstance(error, requests.exceptions.InvalidSchema) and _proxy(url):
        return f"no connection: the proxy {_proxy(url)} can't be used ({error})", PROXY_ADVICE
    if status is not None and isinstance(error, requests.HTTPError):
        advice = LOGIN_ADVICE if status in (401, 403) else ""
        return f"the server answers {status} {response.reason}", advice
    certificate = next((cause for cause in causes if isinstance(cause, ssl.SSLCertVerificationError)), None)
    if certificate is not None:
        return f"the server's certificate can't be verified ({certificate.verify_message})", CERTIFICATE_ADVICE
    if isinstance(error, requests.exceptions.SSLError):
        return "no encrypted connection: the server does not speak https here", CERTIFICATE_ADVICE
    if isinstance(error, requests.Timeout):
        return "no answer in time", ""
    if isinstance(error, requests.TooManyRedirects):
        return "it leads from page to page without end", LOGIN_ADVICE
    if isinstance(error, NotTheFile):
        return str(error), LOGIN_ADVICE
    if isinstance(error, requests.exceptions.InvalidURL):
        return f"this is no address ({error})", ""
    if no_name:
        return f"no connection: the name {urlsplit(url).hostname} is not found", OFFLINE_ADVICE
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "no connection: nobody answers there", OFFLINE_ADVICE
    if isinstance(error, (requests.RequestException, urllib3.exceptions.HTTPError)):
        return "no connection, or it broke off", ""
    return "what came was damaged (wrong checksum) and is deleted", ""


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
