"""What learning management systems call the columns of their tables, in some languages."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: By what a column holds. Of several ids the first one is the student's, by the order here: Canvas's and Blackboard's
#: are those that their downloads of hand-ins have.
WORDS = {
    "id": (
        # Moodle's ID number
        "id number", "idnumber", "id-nummer", "numéro d'identification", "número de id", "número de identificación",
        "codice identificativo", "número de identificação", "numer id", "学号", "id号",
        # Canvas, and plain lists
        "id", "student_id", "student number", "matriculation number", "matrikelnummer", "matrikelnr",
        "matr.-nr.", "numéro étudiant", "numéro d'étudiant", "matricola", "matrícula", "studentnummer",
        # Blackboard, Moodle
        "username", "user name", "anmeldename", "benutzername", "kennung", "nom d'utilisateur", "nombre de usuario",
        "login", "user", "用户名", "student id",
        # Canvas
        "sis user id", "sis login id", "integration id",
    ),
    "first": (
        "first name", "first_name", "firstname", "first name(s)", "given name", "vorname", "prénom", "nombre", "nome",
        "voornaam", "imię", "名", "名字",
    ),
    "last": (
        "last name", "last_name", "lastname", "surname", "family name", "nachname", "familienname", "nom",
        "nom de famille", "apellido(s)", "apellidos", "cognome", "sobrenome", "apelido", "apelido(s)", "achternaam",
        "nazwisko", "姓", "姓氏",
    ),
    "full": (
        "full name", "fullname", "full_name", "name", "student", "student name", "vollständiger name", "nom complet",
        "nombre completo", "nome completo", "nome / cognome", "volledige naam", "姓名", "全名",
    ),
    "email": (
        "email address", "email", "e-mail", "e-mail address", "mail", "e-mail-adresse", "email-adresse",
        "adresse de courriel", "adresse e-mail", "courriel", "dirección de correo", "dirección email",
        "correo electrónico", "indirizzo email", "endereço de e-mail", "endereço de correio eletrónico",
        "e-mailadres", "adres e-mail", "电子邮件", "电子邮件地址", "邮箱", "电子邮箱",
    ),
    # Moodle's grading worksheet
    "worksheet id": ("identifier", "id", "identifiant", "identificador", "identificativo", "编号"),
    "mark": (
        "grade", "bewertung", "note", "calificación", "valutazione", "nota", "avaliação", "cijfer", "ocena", "成绩",
    ),
    "maximum": (
        "maximum grade", "bestwertung", "note maximale", "calificación máxima", "valutazione massima", "nota máxima",
        "maximumcijfer", "最高分", "最高成绩",
    ),
}  # fmt: skip


def find(header: list[str], kind: str) -> list[int]:
    """The columns that hold what `kind` says, in the order of `WORDS`."""
    return locate(header, WORDS[kind])


def locate(header: list[str], names: Iterable[str]) -> list[int]:
    """The columns with one of these names, capitals and spaces aside."""
    folded = [re.sub(r"\s+", " ", name).strip().casefold().replace("’", "'") for name in header]
    return [number for word in names for number, name in enumerate(folded) if name == word]


def is_worksheet(header: list[str]) -> bool:
    """Whether this is Moodle's grading worksheet, whose ids are numbers of participants."""
    return bool(find(header, "worksheet id") and find(header, "mark") and find(header, "maximum"))
