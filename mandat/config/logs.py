"""Logs as one JSON object a line, with no request bodies and no personal numbers."""

from __future__ import annotations

import logging

import structlog


def formatter() -> logging.Formatter:
    """The formatter that turns every log record into a JSON line."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
    )
