"""Tests of the whole: architecture, access, journeys."""
