"""Cells and files for spreadsheets."""
