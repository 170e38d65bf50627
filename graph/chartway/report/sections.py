"""Headed lists of sentences, set for a terminal or as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the sentences below it; without a heading the sentences stand by themselves."""

    heading: str
    sentences: tuple[str, ...]


def terminal(title: str, sections: list[Section]) -> str:
    """The sections in lines of a readable length.

    >>> print(terminal("CCS", [Section("You lack", ("RHIT",))]), end="")
    CCS
    <BLANKLINE>
    You lack
      RHIT
    """
    lines = [title]
    for section in sections:
        lines += ["", *([section.heading] if section.heading else [])]
        indent = "  " if section.heading else ""
        for sentence in section.sentences:
            lines += _wrapped(sentence, indent)
    return "\n".join(lines) + "\n"


def _wrapped(sentence: str, indent: str) -> list[str]:
    return wrap(
        sentence,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def markdown(title: str, sections: list[Section]) -> str:
    """The sections as headings and lists.

    >>> print(markdown("CCS", [Section("You lack", ("RHIT",))]), end="")
    # CCS
    <BLANKLINE>
    ## You lack
    <BLANKLINE>
    - RHIT
    """
    lines = [f"# {escaped(title)}"]
    for section in sections:
        lines += ["", *([f"## {escaped(section.heading)}", ""] if section.heading else [])]
        lines += [f"- {escaped(sentence)}" for sentence in section.sentences]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """The text with what Markdown would take for markup taken literally."""
    for sign in ("\\", "`", "*", "_", "<", "|", "~"):
        text = text.replace(sign, f"\\{sign}")
    return text
