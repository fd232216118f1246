"""
What `broadsheet doctor` looks at: one file a subject, one function a check.

A check is handed the ground and gives what it finds wrong. To add one, write the function and name it in `register`.
"""
