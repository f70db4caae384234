"""What an edit of the files changes for advisers. Start with :func:`bot.maintenance.diff.report.compare`."""
