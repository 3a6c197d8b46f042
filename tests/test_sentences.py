"""Sentences of checks, tools and pages are found for the catalogues, each once."""

from collections import Counter

from cs_nn.checks.fingerprints import known_file
from cs_nn.checks.packed import load_packed
from cs_nn.tools.labs import load_labs
from grading.translation.sentences import runtime_messages

FOUND = runtime_messages()


def test_each_message_is_in_one_catalogue():
    number = Counter(message for messages in FOUND.values() for message in messages)
    assert [message for message, times in number.items() if times > 1] == []
    assert "{name} is all zeros: is it computed but not stored, or {why}" in FOUND["checks"]
    assert ("{name} is wrong ({right} is right)", "{name} is wrong ({right} are right)") in FOUND["checks"]
    assert "{some} and {last}" in FOUND["tools"]


def test_the_sentences_of_known_mistakes_are_messages():
    for lab in load_labs():
        messages = FOUND["checks"].keys() | FOUND[f"checks_{lab}"].keys()
        stored = {
            sentence
            for name, value in load_packed(known_file(lab)).items()
            if name.endswith("/mistakes")
            for _, sentence in value
        }
        assert stored and stored <= messages, lab
