"""The course in other languages: what is translated of notebooks, modules and pages, and where it is put back.

Each function that finds sentences takes `translate`, which gives the translation of a message or None: collecting
messages and writing a translated text are one walk, so what is put back is what was found.
"""
