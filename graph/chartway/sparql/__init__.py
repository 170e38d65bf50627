"""SPARQL over Chartway's graph: shipped queries at once, everybody else's screened and within limits.

``dataset`` holds the graphs, ``shipped`` the queries we ship, ``parameter`` what people set in them, ``answer`` what
comes out; ``screening`` and ``confinement`` stand between the data and a query that somebody wrote.
"""
