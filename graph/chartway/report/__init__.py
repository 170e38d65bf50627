"""Reports: answers and facts in words for people, on the terminal and as Markdown."""
