"""The project's own tools: making the environment, the suite, the checks, the lock files."""
