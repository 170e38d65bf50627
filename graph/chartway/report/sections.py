"""Headed lists of sentences, set for a terminal or as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the sentences below it, then a table; without a heading the sentences stand by themselves."""

    heading: str
    sentences: tuple[str, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


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
        lines += _in_columns((section.columns, *section.rows)) if section.rows else []
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


def _in_columns(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    """The rows of a table in columns; the last is wrapped."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    lines: list[str] = []
    for row in rows:
        left = "".join(f"  {cell:<{width}}" for cell, width in zip(row[:-1], widths, strict=True))
        lines += wrap(
            row[-1],
            WIDTH,
            initial_indent=f"{left}  ",
            subsequent_indent=" " * (len(left) + 2),
            break_long_words=False,
            break_on_hyphens=False,
        ) or [left.rstrip()]
    return lines


def markdown(title: str, sections: list[Section]) -> str:
    """The sections as headings, lists and tables.

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
        lines += ["", *_table(section)] if section.rows else []
    return "\n".join(lines) + "\n"


def _table(section: Section) -> list[str]:
    """The table of a section in Markdown."""
    rows = [section.columns, ["---"] * len(section.columns), *(map(escaped, row) for row in section.rows)]
    return [f"| {' | '.join(row)} |" for row in rows]


def escaped(text: str) -> str:
    """The text with what Markdown would take for markup taken literally."""
    for sign in ("\\", "`", "*", "_", "<", "|", "~"):
        text = text.replace(sign, f"\\{sign}")
    return text
