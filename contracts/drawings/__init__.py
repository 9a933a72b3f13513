"""The three drawings of the site, from frozen values to SVG: the motif, the flows, the map.

Shapes carry presentation attributes (for print and PDF) and classes (for the page's tokens).
"""
