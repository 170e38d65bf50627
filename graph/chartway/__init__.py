"""Chartway charts sourced, proved pathways into health information careers."""

__version__ = "0.1.0"
