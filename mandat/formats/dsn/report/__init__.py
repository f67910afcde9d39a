"""What is found in DSN files, written for people and for programs.

`examine` checks one file and keeps what a report needs; `text`, `as_json`, `control_report` and
`page` write it.
"""
