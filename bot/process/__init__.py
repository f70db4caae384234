"""What a process is set up by before anything else: environment, settings, logs, figures, late imports."""
